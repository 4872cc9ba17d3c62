using Configuration.ZooKeeper.Revisions.History;

namespace Configuration.ZooKeeper.Revisions.Drift;

/// <summary>
/// Compares the current znodes with the records, by name and data. Reads records only if the hashes in the head show a difference.
/// </summary>
internal sealed class DriftCheck(RecordedStates recorded)
{
    public async Task<TreeDrift> RunAsync(PresentState present, CancellationToken cancellationToken)
    {
        IReadOnlyList<RevisionChange> changes = present is { Head: { } head, HasDrift: true }
            ? Differences(present.Tree, await recorded.AtAsync(head.Revision, head, cancellationToken).ConfigureAwait(false))
            : [];
        return new TreeDrift { Zxid = present.Tree.Zxid, Revision = present.Revision, Changes = changes, UnreadablePaths = present.Tree.UnreadablePaths };
    }

    // A znode at or below an unreadable one is missing from the state, but not deleted.
    private static RevisionChange[] Differences(TreeState present, Dictionary<string, ReadOnlyMemory<byte>?> recorded) =>
    [
        .. StateDifference.Between(recorded, present.Znodes.ToDictionary(znode => znode.Key, znode => znode.Value.Data))
            .Where(change => present.FindUnreadable(change.Path) is null && !present.Transient.Contains(change.Path)),
    ];
}
