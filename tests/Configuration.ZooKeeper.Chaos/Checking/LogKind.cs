namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>What an entry of the log tells.</summary>
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
