namespace ZooKeeper.Client;

/// <summary>What a multiRead saw.</summary>
/// <param name="Zxid">The transaction after which all reads saw the data.</param>
/// <param name="Results">The results, in the order of the reads.</param>
public readonly record struct MultiReadResults(long Zxid, IReadOnlyList<MultiReadResult> Results);
