using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.SnapshotFiles;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>Collects the status of a source.</summary>
internal sealed class SourceStatus(IEnumerable<string> paths, string name, bool isFollowed, TimeProvider time)
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
    private ZooKeeperRejectedReload? _rejected;
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
    /// Publishes the keys of an accepted tree snapshot. Values and status change atomically.
    /// </summary>
    public void OnGood(TreeSnapshot accepted, IReadOnlyList<string> changedKeys, KeyIndex keys, PublishedState published)
    {
        lock (_gate)
        {
            _accepted = accepted;
            _lastZxid = accepted.Zxid;
            _count = keys.Count;
            _rejected = null;
            _savedAt = null;
            _lastError = null;
            if (changedKeys.Count > 0)
            {
                _lastReload = time.GetUtcNow();
                _changedKeys = changedKeys;
                _areSorted = false;
                published.Current = keys;
            }
        }
    }

    /// <summary>Stores a rejected reload. Returns false if the last one had the same reason.</summary>
    public bool OnRejected(ZooKeeperRejectedReload reload)
    {
        lock (_gate)
        {
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
                Name = name,
                MissingPaths = _mirror?.Current is { } tree ? SourceRoots.Missing(tree, _paths) : [],
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
                RejectedReload = _rejected,
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
