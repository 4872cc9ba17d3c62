namespace Configuration.ZooKeeper.Revisions;

/// <summary>Says how far a change in several transactions is.</summary>
/// <param name="Uid">The uid of the plan.</param>
/// <param name="By">Who imports, as they claimed.</param>
/// <param name="Done">The number of transactions that are done. While the import is aborted, it falls.</param>
/// <param name="Batches">The number of all transactions.</param>
/// <param name="IsAborting">Whether the import is being undone.</param>
public sealed record ImportStatus(Guid Uid, string By, int Done, int Batches, bool IsAborting);
