namespace ZooKeeper.Client.Transport;

/// <summary>TLS with a server failed; the message is the reason, and follows the server's name.</summary>
internal sealed class TlsException(string reason, Exception cause) : Exception(reason, cause);
