namespace ZooKeeper.Client.Transport;

/// <summary>Indicates that TLS with a server failed. The message is the reason, which follows the server's name.</summary>
internal sealed class TlsException(string reason, Exception cause, bool isLasting = false) : Exception(reason, cause)
{
    /// <summary>Gets whether a retry fails until somebody changes the options or the server.</summary>
    public bool IsLasting { get; } = isLasting;
}
