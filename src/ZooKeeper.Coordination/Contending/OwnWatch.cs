using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Contending;

/// <summary>A waiting contender's watch on its own znode, which tells it that another client has deleted the znode. It is set beside the wait, which it never delays.</summary>
internal sealed class OwnWatch(ZooKeeperSession session, string path, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private ZnodeWatch<Stat?>? _watch;
    private Task? _changed;

    /// <summary>Returns a task that completes when the znode changes or does not exist.</summary>
    public Task ChangedAsync()
    {
        if (_changed is null or { IsCompletedSuccessfully: true })
        {
            _changed = WatchAsync();

            // Nobody waits for it once the contender is the owner.
            _ = _changed.ContinueWith(static changed => _ = changed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        return _changed;
    }

    /// <summary>Hands the watch over, if it was set. The caller disposes it.</summary>
    public ZnodeWatch<Stat?>? Take()
    {
        _end.Cancel();
        return Interlocked.Exchange(ref _watch, null);
    }

    public void Dispose()
    {
        Take()?.Dispose();
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        var end = _end.Token;

        // A short wait saves the request. A deletion before that is noticed when the watch is set.
        await Task.Delay(Tenure.ShortTime, time, end).ConfigureAwait(false);
        var watch = await Retry.UntilAnsweredAsync(() => session.ExistsAndWatchAsync(path, end), time, end).ConfigureAwait(false);
        Interlocked.Exchange(ref _watch, watch)?.Dispose();
        if (end.IsCancellationRequested)
        {
            Interlocked.Exchange(ref _watch, null)?.Dispose();
        }
        else if (watch.Value is not null)
        {
            await watch.WaitAsync(end).ConfigureAwait(false);
        }
    }
}
