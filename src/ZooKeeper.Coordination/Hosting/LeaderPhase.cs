namespace ZooKeeper.Coordination.Hosting;

/// <summary>What a leader service is doing.</summary>
internal enum LeaderPhase
{
    /// <summary>The host has not started it, or it has ended.</summary>
    Stopped,

    /// <summary>It waits until it leads.</summary>
    Candidate,

    /// <summary>It leads.</summary>
    Leader,

    /// <summary>It leads or waits, but has no connection.</summary>
    Suspect,

    /// <summary>It has lost the leadership, and its work has not returned yet.</summary>
    Lost,

    /// <summary>Its work threw an exception. It has resigned, and waits before it is a candidate again.</summary>
    Failed,
}
