namespace ZooKeeper.DevServer;

/// <summary>What a dev server answers to a client that comes back with the session it had.</summary>
public enum SessionReattachment
{
    /// <summary>The session is attached to the new connection, as Apache ZooKeeper does.</summary>
    Accept,

    /// <summary>The session is reported as expired.</summary>
    Expire,

    /// <summary>A new session is handed out instead, as some other implementations of the protocol do.</summary>
    NewSession,
}
