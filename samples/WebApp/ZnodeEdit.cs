namespace WebApp;

/// <summary>One change of a znode.</summary>
/// <param name="Path">The znode's full path.</param>
/// <param name="Value">The value to write; null to delete the znode, with all that is below it.</param>
/// <param name="Version">The version that the znode must have, so that nobody overwrites what he has not seen; −1 is any.</param>
internal sealed record ZnodeEdit(string Path, byte[]? Value, int Version = -1);
