using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>The way of one worker through a double barrier.</summary>
internal sealed record Passage
{
    public required string Worker { get; init; }

    public required int Attempt { get; init; }

    public required long Invoked { get; init; }

    /// <summary>When the entry had returned.</summary>
    public required long Passed { get; init; }

    public required long Generation { get; init; }

    public required string Path { get; init; }

    /// <summary>The last moment after which the server surely had its znode.</summary>
    public long? Inside { get; init; }

    /// <summary>When it was told that all have left.</summary>
    public long? Departed { get; init; }

    /// <summary>Returns the passages of a history, in the order in which they returned.</summary>
    public static IReadOnlyList<Passage> Of(IEnumerable<Entry> own) =>
    [
        .. own.GroupBy(entry => (entry.Worker, entry.Attempt)).Select(attempt => Of([.. attempt])).OfType<Passage>().OrderBy(passage => passage.Passed),
    ];

    public override string ToString() => $"{Worker}/{Attempt}";

    private static Passage? Of(Entry[] attempt) => attempt.FirstOrDefault(entry => entry.What == Happening.Passed) is not { } passed ? null : new Passage
    {
        Worker = passed.Worker!,
        Attempt = passed.Attempt!.Value,
        Invoked = attempt.First(entry => entry.What == Happening.Invoked).At,
        Passed = passed.At,
        Generation = passed.Fence!.Value,
        Path = passed.Path!,
        Inside = attempt.LastOrDefault(entry => entry.What == Happening.Inside)?.At,
        Departed = attempt.FirstOrDefault(entry => entry.What == Happening.Departed)?.At,
    };
}
