using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>A state in which a lock may be.</summary>
/// <param name="Owners">The present owners.</param>
/// <param name="Fence">The highest fencing token that was granted.</param>
/// <param name="Done">The calls that have taken effect and have not ended.</param>
internal sealed record LockState(IReadOnlyList<Hold> Owners, long Fence, IReadOnlySet<Operation> Done)
{
    public static LockState Free { get; } = new([], 0, new HashSet<Operation>());

    /// <summary>Gets a text that equal states share.</summary>
    public string Key => string.Join(
        '|', [.. Owners.Select(KeyOf).Order(), -1, Fence, -1, .. Done.Select(operation => operation.IsRelease ? -KeyOf(operation.Hold) : KeyOf(operation.Hold)).Order()]);

    /// <summary>Returns the state after a call has taken effect, or null if the call cannot succeed now.</summary>
    public LockState? After(Operation operation, Exclusion exclusion)
    {
        var hold = operation.Hold;
        if (operation.IsRelease)
        {
            return Owners.Contains(hold) ? new LockState([.. Owners.Where(owner => owner != hold)], Fence, With(operation)) : null;
        }

        if (hold.Former is { } former && !Owners.Contains(former))
        {
            return null;
        }

        List<Hold> owners = [.. Owners.Where(owner => owner != hold.Former), hold];
        var isInOrder = !exclusion.IsTotal || hold.Fence > Fence;
        return isInOrder && exclusion.Allows(owners) ? new LockState(owners, Math.Max(Fence, hold.Fence), With(operation)) : null;
    }

    // A writer and the reader that it becomes have the same fencing token.
    private static long KeyOf(Hold hold) => (hold.Fence * 2) + (hold.Former is null ? 0 : 1);

    private HashSet<Operation> With(Operation operation) => [.. Done, operation];
}
