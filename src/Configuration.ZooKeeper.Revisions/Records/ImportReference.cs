namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The import that is under way.</summary>
/// <param name="Uid">The uid, which is also the name of the chunks of its intent.</param>
/// <param name="Chunks">The number of chunks.</param>
/// <param name="Batches">The number of transactions that it needs.</param>
/// <param name="By">Who imports, for people.</param>
internal sealed record ImportReference(Guid Uid, int Chunks, int Batches, string By);
