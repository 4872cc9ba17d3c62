using System.Runtime.CompilerServices;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Trees;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client;

public sealed partial class ZooKeeperClient
{
    /// <summary>
    /// Sets a watch that stays until it is removed. Requires ZooKeeper 3.6. After a reconnect, the client sets the watch again, but does not report
    /// changes from the time in between. If you must not miss a change, use a <see cref="ZooKeeperMirror"/>.
    /// </summary>
    /// <param name="path">The znode. It need not exist.</param>
    /// <param name="mode">Whether to watch one znode, or everything below it as well.</param>
    /// <param name="watcher">Called for each event, in order, on a pool thread. The client logs its exceptions.</param>
    /// <param name="cancellationToken">Cancels the wait. The watch is not set.</param>
    /// <returns>The watch. Dispose it to remove it.</returns>
    /// <exception cref="ZooKeeperException">
    /// The server has no persistent watches (<see cref="ErrorCode.Unimplemented"/> or <see cref="ErrorCode.MarshallingError"/>), or is overloaded
    /// (<see cref="ErrorCode.ThrottledOperation"/>). The watch is not set. The server may also reject an earlier watch on which this one relies.
    /// </exception>
    public Task<IAsyncDisposable> AddWatchAsync(
        string path, WatchMode mode, Action<WatchedEvent> watcher, CancellationToken cancellationToken = default) =>
        AddWatchAsync(path, mode, (Delegate)watcher, cancellationToken);

    /// <summary>Sets a watch that stays until it is removed, with an asynchronous callback.</summary>
    /// <param name="path">The znode. It need not exist.</param>
    /// <param name="mode">Whether to watch one znode, or everything below it as well.</param>
    /// <param name="watcher">
    /// Called for each event, in order. The next call of this watcher waits until the task has completed; other watchers do not. The client logs its exceptions.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait. The watch is not set.</param>
    /// <inheritdoc cref="AddWatchAsync(string, WatchMode, Action{WatchedEvent}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public Task<IAsyncDisposable> AddWatchAsync(
        string path, WatchMode mode, Func<WatchedEvent, Task> watcher, CancellationToken cancellationToken = default) =>
        AddWatchAsync(path, mode, (Delegate)watcher, cancellationToken);

    private async Task<IAsyncDisposable> AddWatchAsync(string path, WatchMode mode, Delegate watcher, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(watcher);
        if (!Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "This is not a watch mode.");
        }

        var serverPath = ToServer(path);
        var watch = new UserWatch(mode == WatchMode.Persistent ? WatchKind.Persistent : WatchKind.Recursive, ForUser(watcher));
        var request = new AddWatch(path, serverPath, mode, watch, _watches);
        var reply = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Error is ErrorCode.Ok
            ? new WatchRemoval(this, serverPath, watch)
            : throw ZooKeeperException.Of(reply.Error, nameof(OpCode.AddWatch), path, serverPath);
    }

    /// <summary>Removes all watches that this client has set on a path, both one-shot and persistent.</summary>
    /// <remarks>
    /// Waits on these watches end with <see cref="WatchEventType.WatchRemoved"/> (<see cref="ZnodeWatch{T}.WaitAsync"/>). Callbacks are not called.
    /// </remarks>
    /// <param name="path">The znode.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <exception cref="ZooKeeperException">There is no watch (<see cref="ErrorCode.NoWatcher"/>).</exception>
    public async Task RemoveWatchesAsync(string path, CancellationToken cancellationToken = default)
    {
        var serverPath = ToServer(path);
        bool removed;
        lock (_session.Observers.Gate)
        {
            removed = _watches.RemoveAll(serverPath);
        }

        if (!removed)
        {
            throw ZooKeeperException.Of(ErrorCode.NoWatcher, nameof(OpCode.RemoveWatches), path, serverPath);
        }

        await RemoveFromServerAsync(serverPath, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Mirrors one or more subtrees. If a root does not exist, the mirror follows it from its creation.</summary>
    /// <param name="roots">The paths of the roots. Duplicates and roots below other roots cost nothing.</param>
    public ZooKeeperMirror Mirror(params IEnumerable<string> roots) => Mirror(roots, auditInterval: null);

    /// <summary>Mirrors one or more subtrees and audits them: re-reads all znodes periodically, to find changes that produced no event.</summary>
    /// <param name="roots">The paths of the roots. Duplicates and roots below other roots cost nothing.</param>
    /// <param name="auditInterval">
    /// How often the mirror re-reads every readable znode: from one second to one day, or null for never. It spreads the reads evenly, in requests of at most
    /// 256 KB. It retries unreadable znodes about every 30 seconds, whatever the interval.
    /// If it finds a difference, it publishes a snapshot as for any other change.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is out of range.</exception>
    public ZooKeeperMirror Mirror(IEnumerable<string> roots, TimeSpan? auditInterval)
    {
        ArgumentNullException.ThrowIfNull(roots);
        if (auditInterval is { } interval)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromSeconds(1), nameof(auditInterval));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(interval, TimeSpan.FromDays(1), nameof(auditInterval));
        }

        var paths = roots.Select(ToServer).ToArray();
        return paths.Length == 0
            ? throw new ArgumentException("A mirror needs at least one root.", nameof(roots))
            : new ZooKeeperMirror(new TreeMirror(paths, _session, _watches, _chroot, _time, _logger, auditInterval, _verifiesByReading));
    }

    // The server keeps its watch while anything else depends on it, such as a mirror.
    private async Task RemoveFromServerAsync(string serverPath, CancellationToken cancellationToken)
    {
        lock (_session.Observers.Gate)
        {
            if (_watches.IsNeeded(serverPath))
            {
                return;
            }
        }

        var request = new RemoveWatches(_chroot.ToUser(serverPath), serverPath, _watches);
        var reply = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (reply.Error != ErrorCode.Ok)
        {
            throw ZooKeeperException.Of(reply.Error, nameof(OpCode.RemoveWatches), request.Path, serverPath);
        }
    }

    private sealed class WatchRemoval(ZooKeeperClient client, string serverPath, UserWatch watch) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            bool removed;
            lock (client._session.Observers.Gate)
            {
                removed = client._watches.Remove(serverPath, watch);
            }

            if (removed && client.State is SessionState.Connected or SessionState.ConnectedReadOnly)
            {
                try
                {
                    await client.RemoveFromServerAsync(serverPath, CancellationToken.None).ConfigureAwait(false);
                }
                catch (Exception e) when (e is ZooKeeperException or ObjectDisposedException)
                {
                    // The client no longer calls the watcher. The server's watch ends with the connection, and the client does not set it again.
                }
            }
        }
    }
}
