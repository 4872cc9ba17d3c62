namespace ZooKeeper.Coordination;

/// <summary>Specifies the names of the znodes of candidates. Candidates see only those with names of their own kind.</summary>
public enum ElectionLayout
{
    /// <summary>The names of Apache Curator's <c>LeaderLatch</c>.</summary>
    LeaderLatch,

    /// <summary>The names of Apache Curator's <c>LeaderSelector</c>.</summary>
    LeaderSelector,
}
