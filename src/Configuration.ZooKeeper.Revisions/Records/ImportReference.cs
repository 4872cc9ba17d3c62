namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The import that is under way.</summary>
/// <param name="Uid">The uid of its plan.</param>
/// <param name="Intent">The chunks of its intent. Two processes can begin with the same plan, so the chunks have a name of their own.</param>
/// <param name="Batches">The number of transactions that it needs.</param>
/// <param name="By">The author of the import, to show to people.</param>
/// <param name="Format">The version of the format of the intent and of the progress. A version that does not know it must not end the import.</param>
internal sealed record ImportReference(Guid Uid, ChunkReference Intent, int Batches, string By, int Format = 1);
