namespace ZooKeeper.Client;

/// <summary>The result of one read of a multiRead. Each has an outcome of its own.</summary>
/// <param name="Path">The znode.</param>
/// <param name="Error">The error of this read, or <see cref="ErrorCode.Ok"/>.</param>
/// <param name="Data">The data and metadata, after a successful read of data.</param>
/// <param name="Children">The names of the children, in no order, after a successful read of children.</param>
public readonly record struct MultiReadResult(string Path, ErrorCode Error, ZnodeData? Data, IReadOnlyList<string>? Children);
