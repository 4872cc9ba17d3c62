namespace ZooKeeper.Coordination;

/// <summary>Specifies what a leader service does at the moment.</summary>
public enum LeaderServiceState
{
    /// <summary>The host has not started it yet, or has stopped it, or its work has ended by itself.</summary>
    Stopped,

    /// <summary>It waits to become the leader.</summary>
    Candidate,

    /// <summary>It is the leader, and its work runs.</summary>
    Leader,

    /// <summary>It is the leader, but has no connection. It reconnects in time, or loses the leadership.</summary>
    Suspect,

    /// <summary>It has lost the leadership. Its work was cancelled, but has not ended yet.</summary>
    Lost,

    /// <summary>Its work has thrown an exception. It is a candidate again after the delay.</summary>
    Failed,
}
