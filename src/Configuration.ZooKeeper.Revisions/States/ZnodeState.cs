namespace Configuration.ZooKeeper.Revisions;

/// <summary>Represents a persistent znode at one zxid.</summary>
/// <param name="Data">The data, or null. In ZooKeeper, null and empty are different values.</param>
/// <param name="Czxid">The zxid of its creation, or 0 if the state comes from records.</param>
/// <param name="Mzxid">The zxid of the last change of its data, or 0 if the state comes from records.</param>
/// <param name="Version">The number of changes of its data, or 0 if the state comes from records.</param>
/// <param name="Aversion">The number of changes of its ACL, or 0 if the state comes from records.</param>
public sealed record ZnodeState(ReadOnlyMemory<byte>? Data, long Czxid = 0, long Mzxid = 0, int Version = 0, int Aversion = 0)
{
    /// <summary>Returns the length of the data and the zxids. Values can be secrets, so it does not return the data.</summary>
    public override string ToString() => $"{(Data is { } data ? $"{data.Length} bytes" : "null")}, czxid 0x{Czxid:x}, mzxid 0x{Mzxid:x}, version {Version}";
}
