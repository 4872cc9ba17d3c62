using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// How a mirror follows a server on one connection: which watches it sets, how it reads, and what events and replies do to the tree. Everything is under the
/// observers' gate.
/// </summary>
internal interface IFollowing
{
    /// <summary>Whether several znodes can be read by one request.</summary>
    bool HasMultiRead { get; }

    /// <summary>The most paths of one read.</summary>
    int MostPaths { get; }

    /// <summary>The most reads in flight while a tree is loaded or verified.</summary>
    int MostInFlightWhileStale { get; }

    /// <summary>What a comparison of Stats settles for a look-back.</summary>
    ReadNeed ComparisonBrings { get; }

    /// <summary>The requests that set the watches; none if the reads set them.</summary>
    IReadOnlyList<PendingRequest> CreateWatchRequests(int maxRequestLength);

    /// <summary>What to read of a known znode, to verify it.</summary>
    ReadNeed NeedToVerify(Znode znode);

    /// <summary>Applies an event at or below a root.</summary>
    void OnEvent(WatchEventType type, string path);

    /// <summary>A comparison has found that a known znode does not exist.</summary>
    void OnMissing(string path);

    /// <summary>Whether the next read may be taken now. It may first mark what belongs into that read.</summary>
    bool PrepareRead();

    /// <summary>Makes a read of paths. It answers to this.</summary>
    TreeRead CreateRead(List<ReadOperation> operations);

    /// <summary>The paths below the roots that have watches on the server.</summary>
    IEnumerable<string> WatchedBelowRoots();
}
