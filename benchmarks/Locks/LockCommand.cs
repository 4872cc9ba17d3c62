namespace Benchmarks.Locks;

/// <summary>What a process with one library's locks is told, one command a line. It answers each with one line.</summary>
internal static class LockCommand
{
    /// <summary>Acquires and releases a free lock so many times. Answers with the microseconds of one.</summary>
    public const string Free = "free";

    /// <summary>Only for ours: sends the two writes of a free lock through the client, so many times. Answers with the microseconds of one.</summary>
    public const string Writes = "writes";

    /// <summary>Only for ours: the same with the list of children behind the creation, as a lock sends it.</summary>
    public const string Requests = "requests";

    /// <summary>Tries without waiting for a lock that another holds, so many times. Answers with the microseconds of one.</summary>
    public const string Try = "try";

    /// <summary>Lets so many connections contend until so many hand-overs are done. Answers with the microseconds of one: the mean, and the 99th percentile.</summary>
    public const string Contend = "contend";

    /// <summary>Lets so many waiters queue behind a holder, in ten sessions. Answers when all are in the queue.</summary>
    public const string Queue = "queue";

    /// <summary>Releases the holder; each waiter releases at once. Answers with the microseconds of one hand-over when all are through.</summary>
    public const string Drain = "drain";

    /// <summary>Becomes a candidate. Answers when it leads.</summary>
    public const string Lead = "lead";

    /// <summary>Resigns. Answers when it has.</summary>
    public const string Resign = "resign";

    public const int QueueSessions = 10;
}
