namespace ZooKeeper.Client;

/// <summary>Contains the results of a multiRead.</summary>
/// <param name="Zxid">The zxid at which all reads were executed.</param>
/// <param name="Results">The results, in the order of the reads.</param>
public readonly record struct MultiReadResults(long Zxid, IReadOnlyList<MultiReadResult> Results);
