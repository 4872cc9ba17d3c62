using ZooKeeper.Client;

namespace Configuration.ZooKeeper;

/// <summary>Collects what there is to know about a source.</summary>
internal sealed class SourceStatus(IEnumerable<string> paths, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly string[] _paths = [.. paths];
    private ZooKeeperClient? _client;
    private ZooKeeperMirror? _mirror;
    private DateTimeOffset? _lastReload;
    private IReadOnlyList<string> _changedKeys = [];
    private long _zxid;
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

    public void OnGood(long zxid, int count, IReadOnlyList<string> changedKeys)
    {
        lock (_gate)
        {
            _zxid = zxid;
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
                LastZxid = _heldBack is null ? Math.Max(_zxid, _mirror?.Zxid ?? 0) : _zxid,
                KeyCount = _count,
                LastReload = _lastReload,
                ChangedKeys = _changedKeys,
                IsStale = _mirror?.IsStale ?? true,
                HeldBack = _heldBack,
                UnreadablePaths = _mirror?.UnreadablePaths ?? [],
                LastError = _mirror?.LastError?.Message ?? _lastError,
            };
        }
    }
}
