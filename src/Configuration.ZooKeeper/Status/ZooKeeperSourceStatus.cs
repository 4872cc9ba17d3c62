using ZooKeeper.Client;

namespace Configuration.ZooKeeper;

/// <summary>Describes the status of one ZooKeeper source.</summary>
/// <remarks>It contains keys and paths, but never values.</remarks>
public sealed record ZooKeeperSourceStatus
{
    internal ZooKeeperSourceStatus()
    {
    }

    /// <summary>Gets the paths of the source's layers.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Gets the <see cref="Paths"/> that do not exist in the newest tree snapshot. The source watches for their creation.</summary>
    public IReadOnlyList<string> MissingPaths { get; init; } = [];

    /// <summary>The paths in messages, with the chroot.</summary>
    internal string Name { get; init; } = "";

    /// <summary>
    /// Gets the session state. If the source does not reload on change, it is <see cref="SessionState.Closed"/>.
    /// </summary>
    /// <remarks>
    /// <see cref="SessionState.ConnectedReadOnly"/> means that the server has no quorum, and its data might be outdated. See
    /// <see cref="ZooKeeperClientOptions.AllowReadOnly"/>.
    /// </remarks>
    public required SessionState Session { get; init; }

    /// <summary>Gets the connected server, or <see langword="null"/>.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the zxid up to which the configuration is verified.</summary>
    public required long LastZxid { get; init; }

    /// <summary>Gets the number of keys in effect.</summary>
    public required int KeyCount { get; init; }

    /// <summary>Gets the time when keys last changed in this process, or <see langword="null"/> before the first load.</summary>
    public DateTimeOffset? LastReload { get; init; }

    /// <summary>Gets the keys that the last reload added, removed or changed.</summary>
    public required IReadOnlyList<string> ChangedKeys { get; init; }

    /// <summary>Gets whether the source reloads on change. See <see cref="ZooKeeperConfigurationOptions.ReloadOnChange"/>.</summary>
    public required bool IsFollowed { get; init; }

    /// <summary>Gets whether the configuration is stale: not verified since the connection was lost.</summary>
    public required bool IsStale { get; init; }

    /// <summary>
    /// Gets the time when the configuration in effect was saved, if it was loaded from the <see cref="ZooKeeperConfigurationOptions.SnapshotFile"/>.
    /// Otherwise, <see langword="null"/>.
    /// </summary>
    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>
    /// Gets whether known changes have been pending, neither in effect nor rejected, for more than five seconds plus
    /// <see cref="ZooKeeperConfigurationOptions.MinReloadInterval"/>.
    /// </summary>
    /// <remarks>The cause is a very high write rate, or a validation of the application that does not return.</remarks>
    public required bool HasPendingChanges { get; init; }

    /// <summary>
    /// Gets the change listeners of the application that have not returned for more than five seconds. Otherwise, <see langword="null"/>.
    /// </summary>
    public ZooKeeperRunningListeners? RunningListeners { get; init; }

    /// <summary>Gets the rejected reload, if the last good configuration is in effect instead of the newest one. Otherwise, <see langword="null"/>.</summary>
    public ZooKeeperRejectedReload? RejectedReload { get; init; }

    /// <summary>Gets the znodes without read permission, and the znodes that exceed the reply size limit of the connection.</summary>
    public required IReadOnlyList<string> UnreadablePaths { get; init; }

    /// <summary>Gets the <see cref="UnreadablePaths"/> that were readable before. The last known values at and below them are still in effect.</summary>
    public required IReadOnlyList<string> StalePaths { get; init; }

    /// <summary>
    /// Gets how many times the audit found a znode that was changed, created or deleted without an event, since the source was loaded.
    /// </summary>
    /// <remarks>Without <see cref="ZooKeeperConfigurationOptions.AuditInterval"/>, it is always 0.</remarks>
    public long AuditRepairs { get; init; }

    /// <summary>Gets how many times the audit found that only the ACL of a znode had changed. An ACL change produces no event.</summary>
    public long AuditAclDifferences { get; init; }

    /// <summary>Gets the last error since the newest configuration was published, or <see langword="null"/>.</summary>
    public string? LastError { get; init; }
}
