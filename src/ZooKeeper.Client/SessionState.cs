namespace ZooKeeper.Client;

/// <summary>The state of a client's session with the ensemble.</summary>
public enum SessionState
{
    /// <summary>No session yet; servers are being tried.</summary>
    Connecting,

    /// <summary>Requests are served.</summary>
    Connected,

    /// <summary>The connection is lost; servers are being tried, and the session may still be alive.</summary>
    Disconnected,

    /// <summary>The session is over, its ephemeral znodes are gone; a new session is being established.</summary>
    Expired,

    /// <summary>The server rejected the credentials. The client tries again, more and more slowly.</summary>
    AuthFailed,

    /// <summary>The client was disposed.</summary>
    Closed,
}
