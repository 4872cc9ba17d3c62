using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Contending;

/// <summary>A waiting contender's watch on its own znode, to detect that another client has deleted it. Setting the watch never delays the wait.</summary>
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

            // Once the contender is the owner, nothing awaits the task.
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

        // If the wait is short, this delay saves the request. Setting the watch also detects an earlier deletion.
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
