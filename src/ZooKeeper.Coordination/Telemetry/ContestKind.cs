namespace ZooKeeper.Coordination.Telemetry;

/// <summary>What processes contend for or share, as measurements and traces call it.</summary>
internal enum ContestKind
{
    Lock,
    Read,
    Write,
    Semaphore,
    Election,
    Queue,
    Counter,
    Group,
}
