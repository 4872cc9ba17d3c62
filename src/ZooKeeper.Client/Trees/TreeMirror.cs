using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Follows subtrees on the server, and publishes snapshots that are exactly the state at one zxid (docs/protocol.md, "A consistent mirror"). It lasts from
/// start to stop, over all connections and sessions of the client.
/// </summary>
internal sealed class TreeMirror : SessionObserver
{
    private readonly string[] _roots;
    private readonly ClientSession _session;
    private readonly WatchRegistry _watches;
    private readonly Chroot _chroot;
    private readonly ILogger _logger;
    private readonly MirroredTree _tree;
    private readonly TreeAudit? _audit;

    public TreeMirror(
        IEnumerable<string> roots,
        ClientSession session,
        WatchRegistry watches,
        Chroot chroot,
        TimeProvider time,
        ILogger logger,
        TimeSpan? auditInterval,
        Func<bool>? verifiesByReading)
    {
        _roots = TreeRoots.Collapse(roots);
        _session = session;
        _watches = watches;
        _chroot = chroot;
        _logger = logger;
        _tree = new MirroredTree(_roots, chroot, time, logger, verifiesByReading);
        _audit = auditInterval is { } interval ? new TreeAudit(this, _tree, interval, session.Observers, time, logger) : null;
    }

    /// <summary>Called when the client is disposed.</summary>
    public Action? Closed { get; set; }

    /// <summary>What users see.</summary>
    public Publication Publication => _tree.Publication;

    public long AuditRepairs => _audit?.Repairs ?? 0;

    public long AuditAclDifferences => _audit?.AclDifferences ?? 0;

    /// <summary>The current connection. Protected by the observers' gate.</summary>
    public MirrorConnection? Current { get; private set; }

    /// <summary>Whether changes have waited for too long to become a consistent state.</summary>
    public bool HasPendingChanges
    {
        get
        {
            lock (_session.Observers.Gate)
            {
                return Publication.HasPendingChanges(_tree.Reads.OpenCount);
            }
        }
    }

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
            }

            Current?.RemoveWatches();
            OnDisconnected();
            Publication.Close();
        }
    }

    /// <summary>Requests a snapshot that is at least as new as the current state of the leader.</summary>
    public Refresh BeginRefresh()
    {
        lock (_session.Observers.Gate)
        {
            var refresh = new Refresh(
                answered => Publication.OnRefreshAnswered(answered, _tree.Reads.OpenCount),
                (refused, error) => Current?.SendAgainLater(refused, root: null, error));
            if (Publication.TryAdd(refresh))
            {
                Current?.Send(refresh);
            }

            return refresh;
        }
    }

    public void EndRefresh(Refresh refresh)
    {
        lock (_session.Observers.Gate)
        {
            Publication.Remove(refresh);
        }
    }

    public IReadOnlyList<string> UnreadablePathsOfUser()
    {
        lock (_session.Observers.Gate)
        {
            return [.. _tree.Copy.UnreadablePaths.Select(_chroot.ToUser).Order(StringComparer.Ordinal)];
        }
    }

    public override void OnConnected(Connection connection, bool isNewSession)
    {
        AssertGate();
        _tree.OnConnected(connection.Server, isNewSession);
        Current = new MirrorConnection(_tree, connection, _watches, _chroot, _logger);
        Current.Begin();
    }

    public override void OnDisconnected()
    {
        AssertGate();
        Current?.End();
        Current = null;
    }

    public override void OnClosed()
    {
        AssertGate();
        Publication.Close();
        Closed?.Invoke();
    }

    public override void OnEvent(in WatchedEvent watchedEvent)
    {
        AssertGate();
        Current?.OnEvent(watchedEvent);
    }

    public override void OnReply(long zxid)
    {
        AssertGate();
        Current?.OnReply(zxid);
    }

    public override void OnDrained()
    {
        AssertGate();
        Current?.SendReads();
        _audit?.SendDue();
    }

    [Conditional("DEBUG")]
    private void AssertGate() => Debug.Assert(_session.Observers.Gate.IsHeldByCurrentThread, "The observers' gate is not held.");
}
