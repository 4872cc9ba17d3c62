namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes the progress of a change in several transactions.</summary>
/// <param name="Uid">The uid of the plan.</param>
/// <param name="By">Who imports, as claimed by the caller.</param>
/// <param name="Done">The number of transactions that are done. It decreases while the import is being undone.</param>
/// <param name="Batches">The total number of transactions.</param>
/// <param name="IsAborting">Whether the import is being undone.</param>
public sealed record ImportStatus(Guid Uid, string By, int Done, int Batches, bool IsAborting);
