using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Following;

/// <summary>Collects what there is to know about a source.</summary>
internal sealed class SourceStatus(IEnumerable<string> paths, bool isFollowed, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly string[] _paths = [.. paths];
    private ZooKeeperClient? _client;
    private ZooKeeperMirror? _mirror;
    private DateTimeOffset? _lastReload;
    private IReadOnlyList<string> _changedKeys = [];
    private TreeSnapshot? _accepted;
    private int _count;
    private string? _heldBack;
    private string? _lastError;

    public void Follow(ZooKeeperClient client, ZooKeeperMirror mirror)
    {
        lock (_gate)
        {
            _client = client;
            _mirror = mirror;
        }
    }

    public void OnGood(TreeSnapshot accepted, int count, IReadOnlyList<string> changedKeys)
    {
        lock (_gate)
        {
            _accepted = accepted;
            _count = count;
            _heldBack = null;
            _lastError = null;
            if (changedKeys.Count > 0)
            {
                _lastReload = time.GetUtcNow();
                _changedKeys = changedKeys;
            }
        }
    }

    /// <summary>False if the same was known before.</summary>
    public bool OnHeldBack(string reason)
    {
        lock (_gate)
        {
            var isNew = _heldBack != reason;
            _heldBack = reason;
            return isNew;
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
            return new ZooKeeperSourceStatus
            {
                Paths = _paths,
                Session = _client?.State ?? SessionState.Closed,
                Server = _client?.Server,
                LastZxid = LastZxid(),
                KeyCount = _count,
                LastReload = _lastReload,
                ChangedKeys = _changedKeys,
                IsFollowed = isFollowed,
                IsStale = _mirror?.IsStale ?? true,
                IsBehind = _mirror?.IsBehind ?? false,
                HeldBack = _heldBack,
                UnreadablePaths = _mirror?.UnreadablePaths ?? [],
                LastError = _mirror?.LastError?.Message ?? _lastError,
            };
        }
    }

    // A newer tree of the mirror may wait for its turn, or be held back: only of the accepted one it counts how long the mirror has found it right.
    private long LastZxid()
    {
        var verified = _mirror?.Zxid ?? 0;
        return _accepted is null ? 0 : _mirror?.Current == _accepted ? Math.Max(_accepted.Zxid, verified) : _accepted.Zxid;
    }
}
