namespace ZooKeeper.Client.Session;

/// <summary>Indicates that the client closed the connection for a reason that a new connection does not have, so it reconnects without a delay.</summary>
internal sealed class ReconnectAtOnceException(string reason) : Exception(reason);
