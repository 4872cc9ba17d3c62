using System.Globalization;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>The result of checking a history.</summary>
internal sealed record Verdict
{
    private const int MostTold = 20;

    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>What is missing. If anything is, the run proves nothing.</summary>
    public required IReadOnlyList<string> Shortfalls { get; init; }

    public required IReadOnlyList<WorkloadCount> Counts { get; init; }

    public required IReadOnlyList<RecipeCount> RecipeCounts { get; init; }

    public required int Faults { get; init; }

    public required double SlowestRecovery { get; init; }

    public bool IsGood => Violations.Count == 0 && Shortfalls.Count == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        faults survived   {Faults}
        slowest recovery  {SlowestRecovery:F1} s
        {string.Join(Environment.NewLine, [.. Counts, .. RecipeCounts])}
        {(IsGood ? "all checks passed" : $"{Told("violations", Violations)}{Environment.NewLine}{Told("shortfalls", Shortfalls)}")}
        """);

    private static string Told<T>(string what, IReadOnlyList<T> all) => string.Join(Environment.NewLine, [$"{all.Count} {what}", .. all.Take(MostTold).Select(one => $"  {one}".Split('\n')[0])]);
}
