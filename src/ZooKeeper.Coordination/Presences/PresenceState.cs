namespace ZooKeeper.Coordination.Presences;

/// <summary>The state of a presence.</summary>
internal enum PresenceState
{
    /// <summary>Its znode does not exist, or is not known to exist.</summary>
    Absent,

    /// <summary>Its znode exists, in a live session.</summary>
    Present,

    /// <summary>Another session has a znode at the path. The presence waits until it is gone.</summary>
    Displaced,
}
