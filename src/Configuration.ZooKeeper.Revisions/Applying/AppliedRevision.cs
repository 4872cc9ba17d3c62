namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes a revision that was applied.</summary>
/// <param name="Number">The number of the revision. The first one is 1.</param>
/// <param name="Zxid">The zxid of its transaction: the czxid of its record.</param>
/// <param name="Uid">The uid of the plan.</param>
public sealed record AppliedRevision(int Number, long Zxid, Guid Uid);
