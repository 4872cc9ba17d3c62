namespace ZooKeeper.Client;

/// <summary>The state of a client's session with the ensemble.</summary>
public enum SessionState
{
    /// <summary>No session yet; servers are being tried.</summary>
    Connecting,

    /// <summary>Requests are served.</summary>
    Connected,

    /// <summary>
    /// Reads and watches are served, by a server without quorum: what it has may be old, and writes fail. Only with
    /// <see cref="ZooKeeperClientOptions.AllowReadOnly"/>; the client moves to a read-write server as soon as there is one.
    /// </summary>
    ConnectedReadOnly,

    /// <summary>The connection is lost; servers are being tried, and the session may still be alive.</summary>
    Disconnected,

    /// <summary>The session is over, its ephemeral znodes are gone; a new session is being established.</summary>
    Expired,

    /// <summary>The server rejected the credentials. The client tries again, more and more slowly.</summary>
    AuthFailed,

    /// <summary>The client was disposed.</summary>
    Closed,
}
