namespace ZooKeeper.Client;

/// <summary>Contains the result of one read of a multiRead. Each read succeeds or fails independently.</summary>
/// <param name="Path">The znode.</param>
/// <param name="Error">The error of this read, or <see cref="ErrorCode.Ok"/>.</param>
/// <param name="Data">The data and metadata, if this is a successful read of data.</param>
/// <param name="Children">The names of the children, in no particular order, if this is a successful read of children.</param>
public readonly record struct MultiReadResult(string Path, ErrorCode Error, ZnodeData? Data, IReadOnlyList<string>? Children);
