using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.SnapshotFiles;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>Collects the status of a source.</summary>
internal sealed class SourceStatus(IEnumerable<string> paths, string name, ZooKeeperConfigurationOptions options, ChangeNotifier notifier)
{
    private static readonly TimeSpan PendingPatience = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = options.Connection.TimeProvider;
    private readonly Lock _gate = new();
    private readonly string[] _paths = [.. paths];
    private ZooKeeperClient? _client;
    private ZooKeeperMirror? _mirror;
    private DateTimeOffset? _lastReload;
    private IReadOnlyList<string> _changedKeys = [];
    private TreeSnapshot? _accepted;
    private long _lastZxid;
    private int _count;
    private ZooKeeperRejectedReload? _rejected;
    private DateTimeOffset? _savedAt;
    private string? _lastError;
    private TreeSnapshot? _decided;
    private long? _pendingSince;

    public void Follow(ZooKeeperClient client, ZooKeeperMirror mirror)
    {
        lock (_gate)
        {
            _client = client;
            _mirror = mirror;
            _decided = null;
            _pendingSince = null;
        }
    }

    /// <summary>
    /// Publishes the keys of an accepted tree snapshot. Values and status change atomically.
    /// </summary>
    public void OnGood(TreeSnapshot accepted, IReadOnlyList<string> changedKeys, KeyIndex keys, PublishedState published)
    {
        lock (_gate)
        {
            OnDecided(accepted);
            _accepted = accepted;
            _lastZxid = accepted.Zxid;
            _count = keys.Count;
            _rejected = null;
            _savedAt = null;
            _lastError = null;
            if (changedKeys.Count > 0)
            {
                _lastReload = _time.GetUtcNow();
                _changedKeys = new ChangedKeys(changedKeys);
                published.Current = keys;
            }
        }
    }

    /// <summary>Stores a rejected reload. Returns false if the last one had the same reason.</summary>
    public bool OnRejected(TreeSnapshot rejected, ZooKeeperRejectedReload reload)
    {
        lock (_gate)
        {
            OnDecided(rejected);
            var isNew = _rejected?.Reason != reload.Reason;
            _rejected = isNew ? reload : reload with { Since = _rejected!.Since };
            return isNew;
        }
    }

    /// <summary>Stores that the configuration in effect comes from a snapshot file.</summary>
    public void OnRestored(SavedConfiguration saved)
    {
        lock (_gate)
        {
            _savedAt = saved.Written;
            _lastZxid = saved.Zxid;
            _accepted = null;
            _count = saved.Keys.Count;
            _lastReload = _time.GetUtcNow();
        }
    }

    /// <summary>Stores that a tree snapshot waits for a decision.</summary>
    public void OnPending()
    {
        lock (_gate)
        {
            _pendingSince ??= _time.GetTimestamp();
        }
    }

    public void OnError(string error)
    {
        lock (_gate)
        {
            _lastError = error;
        }
    }

    public ZooKeeperSourceStatus Read()
    {
        lock (_gate)
        {
            var unreadable = _mirror?.UnreadablePaths ?? [];
            return new ZooKeeperSourceStatus
            {
                Paths = _paths,
                Name = name,
                MissingPaths = _mirror?.Current is { } tree ? SourceRoots.Missing(tree, _paths) : [],
                Session = _client?.State ?? SessionState.Closed,
                Server = _client?.Server,
                LastZxid = LastZxid(),
                KeyCount = _count,
                LastReload = _lastReload,
                ChangedKeys = _changedKeys,
                IsFollowed = options.ReloadOnChange,
                IsStale = _savedAt is not null || (_mirror?.IsStale ?? true),
                SavedAt = _savedAt,
                HasPendingChanges = (_mirror?.HasPendingChanges ?? false) || IsDecisionOverdue(),
                RunningListeners = notifier.Running,
                RejectedReload = _rejected,
                UnreadablePaths = unreadable,
                StalePaths = [.. unreadable.Where(path => _mirror?.Current?.Find(path)?.LastReadable is not null)],
                AuditRepairs = _mirror?.AuditRepairs ?? 0,
                AuditAclDifferences = _mirror?.AuditAclDifferences ?? 0,
                LastError = _mirror?.LastError?.Message ?? _lastError,
            };
        }
    }

    private void OnDecided(TreeSnapshot tree)
    {
        _decided = tree;
        _pendingSince = null;
    }

    // A validation that does not return, or a thread pool without threads, can keep the newest snapshot from being decided. The pump may be unable to report
    // that, so reading the status starts the clock, too.
    private bool IsDecisionOverdue()
    {
        if (_pendingSince is null && options.ReloadOnChange && _mirror?.Current is { } newest && newest != _decided)
        {
            _pendingSince = _time.GetTimestamp();
        }

        return _pendingSince is { } since && _time.GetElapsedTime(since) > PendingPatience + options.MinReloadInterval;
    }

    // The mirror verifies only its current tree. That tree can be newer than the accepted one, if it waits for its reload or was rejected. Then the last zxid
    // up to which the accepted tree was verified still holds.
    private long LastZxid()
    {
        var verified = _mirror?.Zxid ?? 0;
        if (_accepted is not null && _mirror?.Current == _accepted)
        {
            _lastZxid = Math.Max(_lastZxid, verified);
        }

        return _lastZxid;
    }
}
