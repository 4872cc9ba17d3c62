namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>Where the full state of a revision is.</summary>
/// <param name="Revision">The revision. 0 is the state that was found when the root was registered.</param>
/// <param name="Uid">The name of the chunks.</param>
/// <param name="Chunks">The number of chunks.</param>
internal sealed record BaseReference(int Revision, Guid Uid, int Chunks);
