using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client;

/// <summary>
/// Follows one or more subtrees of the ensemble and publishes consistent snapshots of them. Create it with
/// <see cref="ZooKeeperClient.Mirror(IEnumerable{string})"/>.
/// </summary>
/// <remarks>
/// <para>Each snapshot is exactly the state after one transaction. You see a multi completely or not at all, also across several roots.</para>
/// <para>After an outage, the mirror verifies the snapshot and publishes what changed. It misses no change.</para>
/// <para>
/// A server before 3.6, or with <c>WatchManagerOptimized</c>, has no recursive watches. The mirror then sets watches on every znode, which costs the server
/// more memory.
/// </para>
/// </remarks>
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

    /// <summary>Gets the latest snapshot, or null before the first one. During an outage, it stays as it is.</summary>
    public TreeSnapshot? Current => Volatile.Read(ref _current);

    /// <summary>Gets the zxid up to which <see cref="Current"/> is verified. It advances even if nothing changes.</summary>
    public long Zxid => _mirror.Publication.Zxid;

    /// <summary>Gets whether <see cref="Current"/> is unverified on the current connection, or there is no connection.</summary>
    public bool IsStale => _mirror.Publication.IsStale;

    /// <summary>Gets whether changes have waited for more than five seconds to become a consistent state.</summary>
    public bool HasPendingChanges => _mirror.HasPendingChanges;

    /// <summary>
    /// Gets the znodes that exist and cannot be read: the client has no permission, or they exceed the client's limits for requests and replies. The mirror
    /// retries about every 30 seconds and at every reconnect.
    /// </summary>
    public IReadOnlyList<string> UnreadablePaths => _mirror.UnreadablePathsOfUser();

    /// <summary>Gets how often the audit found a znode that was changed, created or deleted without an event. Always 0 without an audit.</summary>
    public long AuditRepairs => _mirror.AuditRepairs;

    /// <summary>Gets how often the audit found a znode with only its ACL changed, which produces no event. Always 0 without an audit.</summary>
    public long AuditAclDifferences => _mirror.AuditAclDifferences;

    /// <summary>Gets the error that prevents the mirror from following the server, or null.</summary>
    public ZooKeeperException? LastError => _mirror.Publication.LastError;

    /// <summary>Waits for a snapshot other than the given one, and returns the latest one.</summary>
    /// <remarks>
    /// The wait has no time limit. While the server cannot serve the mirror, <see cref="LastError"/> contains the reason. Snapshots in between are skipped.
    /// </remarks>
    /// <param name="seen">The last snapshot that you have seen, or null for the first one.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ObjectDisposedException">The mirror or its client was disposed.</exception>
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

    /// <summary>Waits until <see cref="Current"/> is at least as new as the leader's state at the time of the call, and returns it.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ObjectDisposedException">The mirror or its client was disposed.</exception>
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

    /// <summary>Stops the mirror and removes its watches from the server. Pending calls throw <see cref="ObjectDisposedException"/>.</summary>
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
