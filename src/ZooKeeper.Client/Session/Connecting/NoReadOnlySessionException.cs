namespace ZooKeeper.Client.Session;

/// <summary>
/// A read-only server did not make a session. Since 3.7 (ZOOKEEPER-3863) it refuses that as it refuses writes, by an error where the handshake should be,
/// unless it may keep sessions that are its own.
/// </summary>
internal sealed class NoReadOnlySessionException(Exception cause)
    : Exception("it is read-only and makes no session: since ZooKeeper 3.7 the servers need localSessionsEnabled=true for that", cause);
