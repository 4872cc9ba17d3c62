namespace ZooKeeper.Coordination.Presences;

/// <summary>Where a presence stands.</summary>
internal enum PresenceState
{
    /// <summary>Its znode is not there, or not known to be.</summary>
    Absent,

    /// <summary>Its znode is there, in a session that lives.</summary>
    Present,

    /// <summary>Another session has a znode at the path. The presence waits until it is gone.</summary>
    Displaced,
}
