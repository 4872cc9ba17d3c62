using ZooKeeper.Client;

namespace Configuration.ZooKeeper;

/// <summary>What one ZooKeeper source is doing. It names keys and paths, never values.</summary>
public sealed record ZooKeeperSourceStatus
{
    internal ZooKeeperSourceStatus()
    {
    }

    /// <summary>The paths of the source's layers.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>
    /// The state of the session; closed when changes are not followed. <see cref="SessionState.ConnectedReadOnly"/>: the server has no quorum, and what it has
    /// may be old (<see cref="ZooKeeperClientOptions.AllowReadOnly"/>).
    /// </summary>
    public required SessionState Session { get; init; }

    /// <summary>The server in use, or null.</summary>
    public string? Server { get; init; }

    /// <summary>The transaction up to which the configuration is known to be right.</summary>
    public required long LastZxid { get; init; }

    /// <summary>The number of keys in effect.</summary>
    public required int KeyCount { get; init; }

    /// <summary>When keys last changed in this process, the first load included; null before it.</summary>
    public DateTimeOffset? LastReload { get; init; }

    /// <summary>The keys that the last reload added, removed or changed.</summary>
    public required IReadOnlyList<string> ChangedKeys { get; init; }

    /// <summary>Whether changes are followed, as <see cref="ZooKeeperConfigurationOptions.ReloadOnChange"/> says.</summary>
    public required bool IsFollowed { get; init; }

    /// <summary>Whether the configuration has not been verified on the present connection: it is the last known one.</summary>
    public required bool IsStale { get; init; }

    /// <summary>
    /// When the configuration in effect was saved, if it comes from <see cref="ZooKeeperConfigurationOptions.SnapshotFile"/>
    /// and no newer one was accepted; else null.
    /// </summary>
    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>Whether changes have waited for more than five seconds to become a consistent state, under very many writes.</summary>
    public required bool HasPendingChanges { get; init; }

    /// <summary>The newest state, if it is not in effect; the last good one is.</summary>
    public ZooKeeperRejectedReload? RejectedReload { get; init; }

    /// <summary>Znodes that exist and may not be read, or are larger than the connection's limit for replies.</summary>
    public required IReadOnlyList<string> UnreadablePaths { get; init; }

    /// <summary>Those of the <see cref="UnreadablePaths"/> that were readable before: their last values, and those below them, are still in effect.</summary>
    public required IReadOnlyList<string> StalePaths { get; init; }

    /// <summary>
    /// How many times the audit found a znode changed, created or deleted without an event, since the source was loaded. Always 0 without
    /// <see cref="ZooKeeperConfigurationOptions.AuditInterval"/>.
    /// </summary>
    public long AuditRepairs { get; init; }

    /// <summary>How many times the audit found that only the ACL of a znode had changed, which is no event.</summary>
    public long AuditAclDifferences { get; init; }

    /// <summary>What went wrong last, if anything did since the newest state was accepted.</summary>
    public string? LastError { get; init; }
}
