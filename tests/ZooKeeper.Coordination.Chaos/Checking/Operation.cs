using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>One call on a lock, which takes effect at one moment between its begin and its end.</summary>
internal sealed record Operation(Hold Hold, bool IsRelease, long Begin, long End)
{
    public static IEnumerable<Operation> Of(Hold hold) =>
    [
        new Operation(hold, IsRelease: false, hold.Invoked, hold.Granted),

        // It may be lost at any time after the worker was last sure of it, and nobody notes when.
        new Operation(hold, IsRelease: true, hold is { IsExact: true, Lasts: true } ? hold.Until : hold.Invoked, hold.Released),
    ];
}
