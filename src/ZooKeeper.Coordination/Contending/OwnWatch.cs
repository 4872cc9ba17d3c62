using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Contending;

/// <summary>A waiting contender's watch on its own znode, which tells it that another client has deleted the znode. Set once, when the contender has to wait.</summary>
internal sealed class OwnWatch(ZooKeeperSession session, string path) : IDisposable
{
    private ZnodeWatch<Stat?>? _watch;
    private Task? _changed;

    /// <summary>Returns a task that completes when the znode changes or does not exist.</summary>
    public async Task<Task> ChangedAsync(CancellationToken cancellationToken)
    {
        if (_changed is null or { IsCompleted: true })
        {
            _watch = await session.ExistsAndWatchAsync(path, cancellationToken).ConfigureAwait(false);
            _changed = _watch.Value is null ? Task.CompletedTask : _watch.WaitAsync(CancellationToken.None);
        }

        return _changed;
    }

    /// <summary>Hands the watch over, if it was set. The caller disposes it.</summary>
    public ZnodeWatch<Stat?>? Take() => Interlocked.Exchange(ref _watch, null);

    public void Dispose() => _watch?.Dispose();
}
