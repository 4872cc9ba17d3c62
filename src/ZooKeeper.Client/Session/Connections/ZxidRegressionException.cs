namespace ZooKeeper.Client.Session;

/// <summary>A server went back in time within one connection: its database was replaced (the admin server's <c>restore</c>).</summary>
internal sealed class ZxidRegressionException(long seen, long received)
    : Exception($"The server went back from zxid 0x{seen:x} to 0x{received:x}: its data was replaced.");
