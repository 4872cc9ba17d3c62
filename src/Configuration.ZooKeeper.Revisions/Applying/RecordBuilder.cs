using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions.Applying;

/// <summary>Builds the record of a plan, and the head that follows from it.</summary>
internal static class RecordBuilder
{
    public static RevisionRecord Record(Plan plan, Head head, string message, Author author, IReadOnlyList<string>? identities, DateTimeOffset time) => new()
    {
        Uid = plan.Uid,
        Parent = head.Uid,
        Kind = plan.Kind,
        Time = time,
        Message = message,
        User = author.User,
        Host = author.Host,
        Identities = identities,
        Of = plan.Of,
        Changes = [.. plan.Changes.Select(Recorded)],
        Count = plan.Changes.Count,
    };

    public static RecordedChange Recorded(PlannedChange change) => new() { Path = change.Path, Kind = change.Kind, Old = change.OldData, New = change.NewData };

    /// <summary>Returns the hash of the tree after a plan. Undoing drift restores the recorded tree, so the hash stays the same.</summary>
    public static TreeHash HashAfter(TreeHash hash, Plan plan) => plan.Kind == RevisionKind.DriftRevert
        ? hash
        : HashAfter(hash, plan.Changes.Select(change => new RevisionChange(change.Path, change.Kind, change.OldData, change.NewData)));

    public static TreeHash HashAfter(TreeHash hash, IEnumerable<RevisionChange> changes)
    {
        foreach (var change in changes)
        {
            hash = change.Kind switch
            {
                ChangeKind.Create => hash.With(change.Path, ZnodeBytes.ToMemory(change.NewData)),
                ChangeKind.Delete => hash.Without(change.Path, ZnodeBytes.ToMemory(change.OldData)),
                _ => hash.Replaced(change.Path, ZnodeBytes.ToMemory(change.OldData), ZnodeBytes.ToMemory(change.NewData)),
            };
        }

        return hash;
    }
}
