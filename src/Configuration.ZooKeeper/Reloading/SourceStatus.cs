using Configuration.ZooKeeper.SnapshotFiles;
using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Keys;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>Collects the status of a source.</summary>
internal sealed class SourceStatus(IEnumerable<string> paths, bool isFollowed, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly string[] _paths = [.. paths];
    private ZooKeeperClient? _client;
    private ZooKeeperMirror? _mirror;
    private DateTimeOffset? _lastReload;
    private IReadOnlyList<string> _changedKeys = [];
    private bool _areSorted = true;
    private TreeSnapshot? _accepted;
    private long _lastZxid;
    private int _count;
    private ZooKeeperRejectedReload? _rejectedReload;
    private DateTimeOffset? _savedAt;
    private string? _lastError;

    public void Follow(ZooKeeperClient client, ZooKeeperMirror mirror)
    {
        lock (_gate)
        {
            _client = client;
            _mirror = mirror;
        }
    }

    /// <summary>
    /// Publishes an accepted tree. Values and status change atomically.
    /// </summary>
    public void OnGood(TreeSnapshot accepted, IReadOnlyList<string> changedKeys, KeyIndex keys, PublishedState state)
    {
        lock (_gate)
        {
            _accepted = accepted;
            _lastZxid = accepted.Zxid;
            _count = keys.Count;
            _rejectedReload = null;
            _savedAt = null;
            _lastError = null;
            if (changedKeys.Count > 0)
            {
                _lastReload = time.GetUtcNow();
                _changedKeys = changedKeys;
                _areSorted = false;
                state.Current = keys;
            }
        }
    }

    /// <summary>Returns false if the reason has not changed.</summary>
    public bool OnRejected(ZooKeeperRejectedReload state)
    {
        lock (_gate)
        {
            var isNew = _rejectedReload?.Reason != state.Reason;
            _rejectedReload = isNew ? state : state with { Since = _rejectedReload!.Since };
            return isNew;
        }
    }

    /// <summary>Records that the configuration in effect is from the snapshot file.</summary>
    public void OnRestored(SavedConfiguration saved)
    {
        lock (_gate)
        {
            _savedAt = saved.Written;
            _lastZxid = saved.Zxid;
            _accepted = null;
            _count = saved.Keys.Count;
            _lastReload = time.GetUtcNow();
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
                Session = _client?.State ?? SessionState.Closed,
                Server = _client?.Server,
                LastZxid = LastZxid(),
                KeyCount = _count,
                LastReload = _lastReload,
                ChangedKeys = ChangedKeys(),
                IsFollowed = isFollowed,
                IsStale = _savedAt is not null || (_mirror?.IsStale ?? true),
                SavedAt = _savedAt,
                HasPendingChanges = _mirror?.HasPendingChanges ?? false,
                RejectedReload = _rejectedReload,
                UnreadablePaths = unreadable,
                StalePaths = [.. unreadable.Where(path => _mirror?.Current?.Find(path)?.LastReadable is not null)],
                AuditRepairs = _mirror?.AuditRepairs ?? 0,
                AuditAclDifferences = _mirror?.AuditAclDifferences ?? 0,
                LastError = _mirror?.LastError?.Message ?? _lastError,
            };
        }
    }

    // Sorted lazily: for a large tree, sorting takes as long as the rest of the reload.
    private IReadOnlyList<string> ChangedKeys()
    {
        if (!_areSorted)
        {
            _changedKeys = [.. _changedKeys.Order(ConfigurationKeyComparer.Instance)];
            _areSorted = true;
        }

        return _changedKeys;
    }

    // The mirror's zxid applies only to its current tree, which can be pending or rejected. The reported zxid never decreases.
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
