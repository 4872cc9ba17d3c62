namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The location of data that does not fit in one znode.</summary>
/// <param name="Uid">The name of the chunks.</param>
/// <param name="Count">The number of chunks.</param>
internal sealed record ChunkReference(Guid Uid, int Count);
