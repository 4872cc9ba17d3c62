using System.Globalization;

namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>What a log shows.</summary>
internal sealed record Verdict
{
    private const int MostTold = 20;

    public required IReadOnlyList<string> Violations { get; init; }

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

    public bool IsGood => Violations.Count == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        faults survived      {Faults} ({Expiries} expiries, {LeaderChanges} leader changes, {Wipes} wipes)
        transactions         {Transactions} ({InDoubt} answers lost)
        reloads              {Reloads} ({ReloadsDuringFaults} during faults)
        slowest convergence  {SlowestConvergence:F1} s
        torn control reads   {TornReads}
        {(IsGood ? "all checks passed" : Told)}
        """);

    private string Told =>
        $"{Violations.Count} violations:{Environment.NewLine}{string.Join(Environment.NewLine, Violations.Take(MostTold).Select(violation => "  " + violation))}";
}
