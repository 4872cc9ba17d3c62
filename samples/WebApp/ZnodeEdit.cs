namespace WebApp;

/// <summary>One change of a znode.</summary>
/// <param name="Path">The znode's full path.</param>
/// <param name="Value">The value to write, or null to delete the znode and its descendants.</param>
/// <param name="Version">The version that the znode must have, so that a client does not overwrite a change it has not seen. −1 for any version.</param>
internal sealed record ZnodeEdit(string Path, byte[]? Value, int Version = -1);
