namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The changes of a record that does not contain them itself.</summary>
/// <param name="Changes">The changes.</param>
internal sealed record ChangeSet(IReadOnlyList<RecordedChange> Changes);
