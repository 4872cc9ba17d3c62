namespace ZooKeeper.Client.Transport;

/// <summary>Indicates that TLS with a server failed. The message is the reason, which follows the server's name.</summary>
internal sealed class TlsException(string reason, Exception cause) : Exception(reason, cause);
