namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The location of the full state of a revision.</summary>
/// <param name="Revision">The revision. 0 is the state that was found when the root was registered.</param>
/// <param name="Uid">The name of the chunks.</param>
/// <param name="Chunks">The number of chunks.</param>
internal sealed record BaseReference(int Revision, Guid Uid, int Chunks);
