namespace ZooKeeper.Coordination;

/// <summary>Describes who leads, at one moment.</summary>
/// <param name="LeaderId">The id of the leader, or null if there is none.</param>
/// <param name="Fence">The fencing token of the leader, or 0 if there is none or the client may not read it.</param>
/// <param name="Candidates">The ids of all candidates, the leader first. The id of a candidate that the client may not read is empty.</param>
public sealed record ElectionState(string? LeaderId, long Fence, IReadOnlyList<string> Candidates)
{
    /// <summary>
    /// Gets whether the client may read the path of the election. If not, the state is the last one that it could read. If it never could, the state has no leader,
    /// although there may be one.
    /// </summary>
    public bool IsReadable { get; init; } = true;
}
