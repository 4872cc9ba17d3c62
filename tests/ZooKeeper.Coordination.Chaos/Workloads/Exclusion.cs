using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Workloads;

/// <summary>Who may be an owner at the same time.</summary>
/// <param name="Capacity">How many owners there may be.</param>
/// <param name="HasReaders">Whether any number of shared owners may be there if all are shared.</param>
internal sealed record Exclusion(int Capacity = 1, bool HasReaders = false)
{
    public static Exclusion One { get; } = new();

    public static Exclusion ReadersOrOneWriter { get; } = new(HasReaders: true);

    /// <summary>Whether all owners follow each other, so that their fencing tokens rise.</summary>
    public bool IsTotal => Capacity == 1 && !HasReaders;

    public bool Allows(IReadOnlyCollection<Hold> owners) => owners.Count <= Capacity || (HasReaders && owners.All(owner => owner.IsShared));
}
