namespace ZooKeeper.Client.Session;

/// <summary>Indicates that the client closed the connection for a reason that does not affect a new connection, so it reconnects without a delay.</summary>
internal sealed class ReconnectAtOnceException(string reason) : Exception(reason);
