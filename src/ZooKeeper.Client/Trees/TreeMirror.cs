using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Keeps a working copy of one or more subtrees in step with the server, and publishes it at moments when it is exactly the state at one zxid
/// (docs/protocol.md, "A consistent mirror"). This part is its life: connections and watches of the roots.
/// Everything runs under the observers' gate.
/// </summary>
internal sealed partial class TreeMirror : SessionObserver
{
    private static readonly TimeSpan BehindAfter = TimeSpan.FromSeconds(5);

    private readonly string[] _roots;
    private readonly ClientSession _session;
    private readonly WatchRegistry _watches;
    private readonly Chroot _chroot;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly UnreadablePaths _unreadable;
    private readonly TreeComparison _comparison;
    private readonly List<Refresh> _refreshes = [];
    private Connection? _connection;
    private TreeEdit _working;
    private TreeRoots _sealed;
    private int _openWatches;
    private bool _hasOneShots;
    private bool _isUnchangedSoFar;

    // Nothing was verified on this session yet, on whichever of its connections. So nothing from before it is believed, not even what has the same Stat.
    private bool _isNothingTrusted = true;
    private bool _isClosed;
    private long _publishedAt;
    private long _zxid;
    private bool _isStale = true;
    private ZooKeeperException? _lastError;

    public TreeMirror(
        IEnumerable<string> roots, ClientSession session, WatchRegistry watches, Chroot chroot, TimeProvider time, ILogger logger, TimeSpan? auditInterval = null)
    {
        _roots = TreeRoots.Collapse(roots);
        _session = session;
        _watches = watches;
        _chroot = chroot;
        _time = time;
        _logger = logger;
        _unreadable = new UnreadablePaths(time);
        _comparison = new TreeComparison(OnCompared);
        _sealed = new TreeRoots(_roots, new Znode?[_roots.Length]);
        _working = new TreeEdit(_sealed);
        _publishedAt = time.GetTimestamp();
        _audit = auditInterval is { } interval ? new TreeAudit(this, interval, session.Observers, chroot, time, logger) : null;
    }

    /// <summary>Called with each new snapshot; it must not block.</summary>
    public Action<TreeSnapshot>? Announce { get; set; }

    public TreeSnapshot? Published { get; private set; }

    /// <summary>Called when the mirror has ended with its client.</summary>
    public Action? Closed { get; set; }

    /// <summary>The zxid up to which the published snapshot is known to be right.</summary>
    public long Zxid
    {
        get => Volatile.Read(ref _zxid);
        private set => Volatile.Write(ref _zxid, value);
    }

    /// <summary>Whether the snapshot has not been verified on the present connection.</summary>
    public bool IsStale
    {
        get => Volatile.Read(ref _isStale);
        private set => Volatile.Write(ref _isStale, value);
    }

    /// <summary>Whether changes have been waiting for long to become a consistent state.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_session.Observers.Gate)
            {
                return !IsStale && OpenCount > 0 && _time.GetElapsedTime(_publishedAt) > BehindAfter;
            }
        }
    }

    public ZooKeeperException? LastError
    {
        get => Volatile.Read(ref _lastError);
        private set => Volatile.Write(ref _lastError, value);
    }

    private bool IsFollowing => _connection is not null && _openWatches == 0;

    public void Start()
    {
        lock (_session.Observers.Gate)
        {
            foreach (var root in _roots)
            {
                _watches.ClaimRoot(root);
            }

            _session.Attach(this);
            _audit?.Start();
        }
    }

    public void Stop()
    {
        lock (_session.Observers.Gate)
        {
            _session.Observers.Remove(this);
            _audit?.Stop();
            foreach (var root in _roots)
            {
                _watches.ReleaseRoot(root);
                _connection?.Send(new RemoveWatches(root, root, _watches));
            }

            RemoveOneShots();

            OnDisconnected();
            FailRefreshes();
        }
    }

    /// <summary>Asks for a snapshot that is as new as the leader is now.</summary>
    public Refresh BeginRefresh()
    {
        lock (_session.Observers.Gate)
        {
            var refresh = new Refresh(CompleteRefresh, (refused, error) => SendAgainLater(refused, error, path: null));
            if (_isClosed)
            {
                refresh.Fail(new ObjectDisposedException(nameof(ZooKeeperMirror)));
                return refresh;
            }

            _refreshes.Add(refresh);
            _connection?.Send(refresh);
            return refresh;
        }
    }

    public IReadOnlyList<string> UnreadablePathsOfUser()
    {
        lock (_session.Observers.Gate)
        {
            return [.. _unreadable.All.Where(path => _working.Find(path) is { State: ZnodeState.Unreadable }).Select(_chroot.ToUser).Order(StringComparer.Ordinal)];
        }
    }

    public void EndRefresh(Refresh refresh)
    {
        lock (_session.Observers.Gate)
        {
            _refreshes.Remove(refresh);
        }
    }

    public override void OnConnected(Connection connection, bool isNewSession)
    {
        _connection = connection;
        _isNothingTrusted |= isNewSession || Published is null;
        _isOtherHistory = false;
        _openWatches = _roots.Length;
        _hasOneShots = false;
        _isUnchangedSoFar = true;
        _isUntouched = true;
        _sealed = Published?.Roots ?? _sealed;
        _working = new TreeEdit(_sealed);
        if (Published is null)
        {
            connection.Send(new Refresh(static _ => { }, static (_, _) => { }));
        }

        foreach (var refresh in _refreshes)
        {
            connection.Send(refresh);
        }

        if (_watches.Persistent.IsRefused)
        {
            FollowByOneShots();
            return;
        }

        foreach (var root in _roots)
        {
            connection.Send(new RootWatch(this, root, _watches));
        }
    }

    public override void OnDisconnected()
    {
        _connection = null;
        IsStale = true;
        _lookBack = null;
        _inFlight.Clear();
        _comparison.Clear();
        _dirty.Clear();
        _barriers.Clear();
        _touched.Clear();
        _hot.Clear();
        _isPointOwed = false;
        foreach (var refresh in _refreshes)
        {
            refresh.Target = null;
        }
    }

    public override void OnClosed()
    {
        FailRefreshes();
        Closed?.Invoke();
    }

    public void OnRootWatched(RootWatch watch, string path, in ReplyHeader header)
    {
        if (_connection is null)
        {
            return; // the mirror has stopped
        }

        switch (header.Error)
        {
            case ErrorCode.Ok:
                _watches.Persistent.OnAccepted();
                OnWatched(header.Zxid);
                break;
            case ErrorCode.Unimplemented:
                // The server closes the connection, too; on the next one it is not asked.
                _watches.RefusePersistent(header.Error);
                _connection.Close(new ReconnectAtOnceException("It has no recursive watches; the next connection does without them."));
                break;
            case ErrorCode.MarshallingError:
                _watches.RefusePersistent(header.Error);
                if (!_hasOneShots)
                {
                    FollowByOneShots();
                }

                break;
            default:
                SendAgainLater(watch, header.Error, path);
                break;
        }
    }

    /// <summary>One of the requests for watches was answered.</summary>
    public void OnWatched(long zxid)
    {
        _isUnchangedSoFar &= zxid == Zxid;
        if (--_openWatches == 0)
        {
            Verify();
        }
    }

    public override void OnDrained()
    {
        SendReads();
        _audit?.SendDue();
    }

    public void Fail(ZooKeeperException error)
    {
        LastError = error;
        LogFailed(_logger, error);
    }

    // A server that does not do it now, for instance because it throttles, is not asked again at once.
    private void SendAgainLater(PendingRequest request, ErrorCode error, string? path)
    {
        if (_connection is { } connection)
        {
            var cause = ZooKeeperException.Of(error, $"{request.OpCode} of a mirror", path is null ? null : _chroot.ToUser(path));
            if (cause.IsTransient)
            {
                LogRefused(_logger, error);
            }
            else
            {
                Fail(cause);
            }

            _ = SendAgainAsync(connection, request);
        }
    }

    private async Task SendAgainAsync(Connection connection, PendingRequest request)
    {
        await Task.Delay(RetryDelay, _time).ConfigureAwait(false);
        lock (_session.Observers.Gate)
        {
            if (_connection == connection)
            {
                connection.Send(request);
            }
        }
    }

    private void FailRefreshes()
    {
        _isClosed = true;
        foreach (var refresh in _refreshes)
        {
            refresh.Fail(new ObjectDisposedException(nameof(ZooKeeperMirror)));
        }

        _refreshes.Clear();
    }

    private void CompleteRefresh(Refresh refresh)
    {
        // A read-only server refused to sync: its reply is no point in the order, but what is verified is the best there is.
        if (refresh.Target == 0 && !IsStale && OpenCount == 0)
        {
            _refreshes.Remove(refresh);
            refresh.Complete();
        }
    }

    [LoggerMessage(1200, LogLevel.Error, "The mirror cannot follow the server")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
