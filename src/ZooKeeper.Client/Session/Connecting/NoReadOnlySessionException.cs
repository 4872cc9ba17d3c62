namespace ZooKeeper.Client.Session;

/// <summary>
/// Indicates that a read-only server did not create a session. Since 3.7 (ZOOKEEPER-3863), it rejects new sessions like writes, with an error in place of the
/// handshake, unless local sessions are enabled.
/// </summary>
internal sealed class NoReadOnlySessionException(Exception cause)
    : Exception("it is read-only and creates no session. Since ZooKeeper 3.7, the servers need localSessionsEnabled=true for this", cause);
