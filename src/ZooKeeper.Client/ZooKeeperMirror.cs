using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client;

/// <summary>
/// A copy of one or more subtrees that follows the ensemble. Each snapshot is exactly the state after one transaction: a multi is seen whole or
/// not at all, also across several roots. After an outage the mirror verifies itself and goes on with what changed; nothing is missed. Made by
/// <see cref="ZooKeeperClient.Mirror(IEnumerable{string})"/>. A server before 3.6, or with
/// WatchManagerOptimized, has no recursive watches: there every znode is watched, which costs the server more.
/// </summary>
public sealed class ZooKeeperMirror : IAsyncDisposable
{
    private readonly TreeMirror _mirror;
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TreeSnapshot? _current;
    private bool _isDisposed;
    private bool _isClosed;

    internal ZooKeeperMirror(TreeMirror mirror)
    {
        _mirror = mirror;
        _mirror.Publication.Announce = OnAnnounced;
        _mirror.Closed = OnClosed;
        _mirror.Start();
    }

    /// <summary>The newest snapshot; null before the first. It stays through outages.</summary>
    public TreeSnapshot? Current => Volatile.Read(ref _current);

    /// <summary>The transaction up to which <see cref="Current"/> is known to be right; it advances while nothing changes.</summary>
    public long Zxid => _mirror.Publication.Zxid;

    /// <summary>Whether <see cref="Current"/> has not been verified on the present connection, or there is none.</summary>
    public bool IsStale => _mirror.Publication.IsStale;

    /// <summary>Whether changes have waited for more than five seconds to become a consistent state.</summary>
    public bool IsBehind => _mirror.IsBehind;

    /// <summary>
    /// The znodes that exist and may not be read, or are larger than the client's limit for replies. They are tried again about
    /// every 30 seconds and at every reconnect.
    /// </summary>
    public IReadOnlyList<string> UnreadablePaths => _mirror.UnreadablePathsOfUser();

    /// <summary>
    /// How many times the audit found a znode changed, created or deleted without an event, and had it read again. Always 0 without an audit.
    /// </summary>
    public long AuditRepairs => _mirror.AuditRepairs;

    /// <summary>How many times the audit found that a znode's ACL, and nothing else of it, had changed: that is no event. Always 0 without an audit.</summary>
    public long AuditAclDifferences => _mirror.AuditAclDifferences;

    /// <summary>Why the mirror cannot follow the server at present, if the server is unable to serve it.</summary>
    public ZooKeeperException? LastError => _mirror.Publication.LastError;

    /// <summary>
    /// Waits for a snapshot other than the given one, for as long as it takes: while the server is unable to serve a mirror, <see cref="LastError"/>
    /// says so. Snapshots in between are skipped: the newest counts.
    /// </summary>
    /// <param name="seen">The snapshot that the caller has; null for the first.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ObjectDisposedException">The mirror, or its client, was disposed.</exception>
    public async Task<TreeSnapshot> NextAsync(TreeSnapshot? seen, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                if (_current is not null && _current != seen)
                {
                    return _current;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until <see cref="Current"/> is at least as new as the leader was at the time of the call.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ObjectDisposedException">The mirror, or its client, was disposed.</exception>
    public async Task<TreeSnapshot> RefreshAsync(CancellationToken cancellationToken = default)
    {
        var refresh = _mirror.BeginRefresh();
        try
        {
            await refresh.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _mirror.EndRefresh(refresh);
        }

        return await NextAsync(seen: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops following; the server forgets the watches. Whoever waits gets an <see cref="ObjectDisposedException"/>.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return ValueTask.CompletedTask;
            }

            _isDisposed = true;
        }

        _mirror.Stop();
        OnClosed();
        return ValueTask.CompletedTask;
    }

    private void OnAnnounced(TreeSnapshot snapshot)
    {
        lock (_gate)
        {
            _current = snapshot;
        }

        Signal();
    }

    private void OnClosed()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        Signal();
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }
}
