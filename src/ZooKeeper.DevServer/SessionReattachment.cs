namespace ZooKeeper.DevServer;

/// <summary>Specifies how a dev server answers a client that returns with its session.</summary>
public enum SessionReattachment
{
    /// <summary>Attaches the session to the new connection, like Apache ZooKeeper.</summary>
    Accept,

    /// <summary>Reports that the session has expired.</summary>
    Expire,

    /// <summary>Assigns a new session, like some other implementations of the protocol.</summary>
    NewSession,
}
