namespace ZooKeeper.Testing;

/// <summary>The direction of bytes through a proxy.</summary>
public enum ProxyDirection
{
    /// <summary>From the client to the server.</summary>
    ToServer,

    /// <summary>From the server to the client.</summary>
    ToClient,
}
