using System.Runtime.CompilerServices;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Following;

/// <summary>Follows a path with a mirror from the first use on, and makes one view of each snapshot. Service discovery compiles this file as well.</summary>
/// <param name="client">The client.</param>
/// <param name="path">The path.</param>
/// <param name="describe">Makes a view of a snapshot. The second argument is the previous view, whose parts it can reuse, or null.</param>
/// <param name="owner">The public type, which the exception after disposal names.</param>
internal sealed class FollowedPath<TView>(ZooKeeperClient client, string path, Func<TreeSnapshot, TView?, TView> describe, Type owner) : IAsyncDisposable
    where TView : class
{
    private readonly Lock _gate = new();
    private ZooKeeperMirror? _mirror;
    private (TreeSnapshot Snapshot, TView View)? _latest;
    private bool _isDisposed;

    public TView? Current => Mirror.Current is { } snapshot ? ViewOf(snapshot) : null;

    public bool IsStale => Mirror.IsStale;

    public ZooKeeperException? LastError => Mirror.LastError;

    private ZooKeeperMirror Mirror
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, owner);
                return _mirror ??= client.Mirror(path);
            }
        }
    }

    /// <summary>Gets the latest view. Waits for the first one.</summary>
    public async Task<TView> GetAsync(CancellationToken cancellationToken) =>
        Current ?? ViewOf(await Mirror.NextAsync(seen: null, cancellationToken).ConfigureAwait(false));

    /// <summary>Gets a view that is at least as new as the leader at the time of the call.</summary>
    public async Task<TView> RefreshAsync(CancellationToken cancellationToken) => ViewOf(await Mirror.RefreshAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Follows the views, beginning with the current one. Views in between can be skipped.</summary>
    public async IAsyncEnumerable<TView> ObserveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TreeSnapshot? seen = null;
        while (true)
        {
            seen = await Mirror.NextAsync(seen, cancellationToken).ConfigureAwait(false);
            yield return ViewOf(seen);
        }
    }

    public ValueTask DisposeAsync()
    {
        ZooKeeperMirror? mirror;
        lock (_gate)
        {
            _isDisposed = true;
            mirror = _mirror;
        }

        return mirror?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private TView ViewOf(TreeSnapshot snapshot)
    {
        lock (_gate)
        {
            if (_latest is not { } latest || latest.Snapshot != snapshot)
            {
                _latest = latest = (snapshot, describe(snapshot, _latest?.View));
            }

            return latest.View;
        }
    }
}
