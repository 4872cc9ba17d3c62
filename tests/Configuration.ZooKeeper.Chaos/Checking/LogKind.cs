namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>The kind of a log entry.</summary>
internal enum LogKind
{
    Started,
    WriteBegun,
    WriteCommitted,
    WriteInDoubt,
    WriteResolved,
    FaultBegun,
    FaultHealed,
    Converged,
    NotConverged,
    LeaderChanged,
    SessionExpiredByServer,
    Wiped,
    StateSeen,
    StatePushed,
    KeyMissing,
    ZxidSeen,
    SessionOver,
    HistoryLost,
    RejectedReload,
    Repaired,
    Defect,
    TornRead,
    UnobservedException,
    Resources,
    Closed,
    Failed,
    Ended,
}
