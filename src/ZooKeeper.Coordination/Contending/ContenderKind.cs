using ZooKeeper.Coordination.Telemetry;

namespace ZooKeeper.Coordination.Contending;

/// <summary>A kind of contender: the end of its znode's name before the number, and the kinds that must not be ahead of it.</summary>
/// <param name="MeasuredAs">What it wants, as measurements call it.</param>
/// <param name="Suffix">The part of its znodes' names that precedes the number.</param>
/// <param name="Blockers">The suffixes of the contenders that it waits for.</param>
internal sealed record ContenderKind(ContestKind MeasuredAs, string Suffix, params string[] Blockers)
{
    /// <summary>Curator's mutex, and kazoo's lock, which shares the path only if it is told to (docs/coordination.md, "Other libraries").</summary>
    public static ContenderKind Mutex { get; } = new(ContestKind.Lock, "lock-", "lock-", "__lock__");

    public static ContenderKind Reader { get; } = new(ContestKind.Read, "__READ__", "__WRIT__");

    public static ContenderKind Writer { get; } = new(ContestKind.Write, "__WRIT__", "__READ__", "__WRIT__");

    /// <summary>Curator's LeaderLatch.</summary>
    public static ContenderKind LatchCandidate { get; } = new(ContestKind.Election, "latch-", "latch-") { Strangers = ["lock-"] };

    /// <summary>Curator's LeaderSelector.</summary>
    public static ContenderKind SelectorCandidate { get; } = new(ContestKind.Election, "lock-", "lock-") { Strangers = ["latch-"] };

    /// <summary>A consumer that waits for an item of a queue.</summary>
    public static ContenderKind Consumer { get; } = new(ContestKind.Queue, "wait-", "wait-");

    /// <summary>Gets the suffixes of contenders that want the same thing in another layout. The two layouts do not see each other.</summary>
    public IReadOnlyList<string> Strangers { get; private init; } = [];

    public bool IsBlockedBy(string suffix) => Blockers.Contains(suffix, StringComparer.Ordinal);
}
