namespace ZooKeeper.Coordination.Chaos.History;

/// <summary>The kind of an entry in the history.</summary>
internal enum Happening
{
    /// <summary>A worker asks for ownership.</summary>
    Invoked,

    /// <summary>A worker has been granted ownership, with a fencing token.</summary>
    Granted,

    /// <summary>The last moment before which a worker looked and was still told that it is the owner.</summary>
    LastHeld,

    /// <summary>A writer that is still the owner begins to go on as a reader.</summary>
    Downgrading,

    /// <summary>A writer goes on as a reader, with a znode of its own.</summary>
    Downgraded,

    /// <summary>A worker was told that it has lost the ownership.</summary>
    Lost,

    /// <summary>A worker begins to give the ownership up.</summary>
    Releasing,

    /// <summary>A worker has given the ownership up.</summary>
    Released,

    /// <summary>A worker has stopped waiting.</summary>
    GaveUp,

    /// <summary>A worker has passed a double barrier. The fence is the generation.</summary>
    Passed,

    /// <summary>The znode of one that has passed a double barrier existed at some moment after this entry's time.</summary>
    Inside,

    /// <summary>A worker was told that all of its generation have left.</summary>
    Departed,

    /// <summary>A worker was told the value of the counter after its addition.</summary>
    Added,

    /// <summary>A worker was told that its change may have been made.</summary>
    Unknown,

    /// <summary>The value of the counter at the end, or the participants of all transactions.</summary>
    Total,

    /// <summary>A worker begins to add an item to a queue.</summary>
    Enqueuing,

    /// <summary>A worker was told that its item is in the queue.</summary>
    Enqueued,

    /// <summary>A worker was told that it has completed the item that it was granted.</summary>
    Completed,

    /// <summary>The completion of an item, as the servers have it.</summary>
    Consumed,

    /// <summary>A worker was told how a transaction has ended.</summary>
    Decided,

    /// <summary>At the end, a transaction is committed in a participant.</summary>
    Committed,

    /// <summary>At the end, a transaction is prepared in a participant, and neither committed nor rolled back.</summary>
    Undecided,

    /// <summary>A worker is a member, and the server says that the znode is that of its session.</summary>
    Joined,

    /// <summary>A worker takes itself for a member for a while, but the server says that the znode is not that of its session.</summary>
    Contradicted,

    /// <summary>A worker begins to leave a group.</summary>
    Leaving,

    /// <summary>All members at one moment between this entry's time and the deadline.</summary>
    Members,

    /// <summary>Nothing that an attempt may throw: a defect.</summary>
    Failed,

    /// <summary>A worker is connected to another server, or to none, or has another session.</summary>
    Connected,

    /// <summary>A worker has ended all its attempts, and its session still lives.</summary>
    Stopped,

    /// <summary>An exception that no code has observed.</summary>
    UnobservedException,

    /// <summary>A server surely led from here to the deadline. The names are the endpoints by which workers reach it.</summary>
    Led,

    FaultBegun,
    FaultHealed,

    /// <summary>A worker process is stopped from here to <see cref="Resumed"/>.</summary>
    Paused,
    Resumed,

    /// <summary>Another client deletes a znode of a contender, or the parent of all.</summary>
    ZnodeDeleted,

    /// <summary>Another connection closes the session of a worker.</summary>
    SessionClosed,

    /// <summary>The znodes of all contenders at one moment after this entry's time.</summary>
    Queue,

    /// <summary>A write with a fencing token, in the order in which the servers executed it.</summary>
    Landed,

    /// <summary>After a fault, a workload has granted ownership again.</summary>
    Recovered,
    NotRecovered,

    /// <summary>Znodes and watches that are left at the end.</summary>
    Left,

    /// <summary>The run itself failed, so it proves nothing.</summary>
    RunFailed,
    Ended,
}
