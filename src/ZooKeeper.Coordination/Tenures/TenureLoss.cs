namespace ZooKeeper.Coordination.Tenures;

/// <summary>Why an owner is no longer the owner.</summary>
internal enum TenureLoss
{
    /// <summary>Nothing is lost.</summary>
    None,

    /// <summary>The server deleted the znode because the session ended.</summary>
    SessionEnded,

    /// <summary>The session may have ended: the client has not heard from a server for too long.</summary>
    DeadlinePassed,

    /// <summary>Another client deleted the znode.</summary>
    ZnodeDeleted,
}
