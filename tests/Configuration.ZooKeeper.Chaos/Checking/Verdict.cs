using System.Globalization;

namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>The result of checking a log.</summary>
internal sealed record Verdict
{
    private const int MostTold = 20;

    /// <summary>The violations.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>What is missing. If anything is, the run proves nothing.</summary>
    public required IReadOnlyList<string> Shortfalls { get; init; }

    public required int Faults { get; init; }

    public required int Expiries { get; init; }

    public required int LeaderChanges { get; init; }

    public required int Wipes { get; init; }

    public required int Transactions { get; init; }

    public required int InDoubt { get; init; }

    public required int Reloads { get; init; }

    public required int ReloadsDuringFaults { get; init; }

    public required int TornReads { get; init; }

    public required double SlowestConvergence { get; init; }

    public bool IsGood => Violations.Count == 0 && Shortfalls.Count == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        faults survived      {Faults} ({Expiries} expiries, {LeaderChanges} leader changes, {Wipes} wipes)
        transactions         {Transactions} ({InDoubt} answers lost)
        reloads              {Reloads} ({ReloadsDuringFaults} during faults)
        slowest convergence  {SlowestConvergence:F1} s
        torn control reads   {TornReads}
        {(IsGood ? "all checks passed" : $"{Told("violations", Violations)}{Environment.NewLine}{Told("shortfalls", Shortfalls)}")}
        """);

    private static string Told(string what, IReadOnlyList<string> all) =>
        string.Join(Environment.NewLine, [$"{all.Count} {what}", .. all.Take(MostTold).Select(one => $"  {one}")]);
}
