namespace ZooKeeper.Client.Session;

/// <summary>Indicates that the zxid of a server decreased within one connection: the admin server's <c>restore</c> replaced its database.</summary>
internal sealed class ZxidRegressionException(long seen, long received)
    : Exception($"The server went back from zxid 0x{seen:x} to 0x{received:x}, because its data was replaced.");
