namespace ZooKeeper.Testing;

/// <summary>Which way bytes go through a proxy.</summary>
public enum ProxyDirection
{
    /// <summary>From the client to the server.</summary>
    ToServer,

    /// <summary>From the server to the client.</summary>
    ToClient,
}
