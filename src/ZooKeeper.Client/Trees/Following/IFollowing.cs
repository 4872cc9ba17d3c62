using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Follows a server on one connection: it knows which watches to set, how to read, and what events and replies change. Everything runs under the observers'
/// gate.
/// </summary>
internal interface IFollowing
{
    /// <summary>Whether one request can read several znodes.</summary>
    bool HasMultiRead { get; }

    /// <summary>The most paths of one read.</summary>
    int MostPaths { get; }

    /// <summary>The most reads in flight while a tree is loaded or verified.</summary>
    int MostInFlightWhileStale { get; }

    /// <summary>What an equal Stat proves for a look-back.</summary>
    ReadNeed ComparisonBrings { get; }

    /// <summary>Creates the requests that set the watches; none if the reads set them.</summary>
    IReadOnlyList<PendingRequest> CreateWatchRequests(int maxRequestLength);

    /// <summary>Returns what to read of a known znode to verify it.</summary>
    ReadNeed NeedToVerify(Znode znode);

    /// <summary>Applies an event at or below a root.</summary>
    void OnEvent(WatchEventType type, string path);

    /// <summary>Removes a known znode, because a comparison found that it does not exist.</summary>
    void OnMissing(string path);

    /// <summary>Prepares the next read. Returns false if it must wait for reads in flight.</summary>
    bool PrepareRead();

    /// <summary>Creates a read whose replies come back here.</summary>
    TreeRead CreateRead(List<ReadOperation> operations);

    /// <summary>Enumerates the paths below the roots that have watches on the server.</summary>
    IEnumerable<string> WatchedBelowRoots();
}
