using Configuration.ZooKeeper.Chaos.Checking;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Chaos.Writing;

/// <summary>
/// A client that commits one numbered state after another and races other writers for each. If a reply is lost, the counter tells whether the state was
/// written.
/// </summary>
internal sealed class Writer(string name, ZooKeeperClientOptions connection, NumberedState state, Progress progress, ChaosLog log, TimeSpan pace) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int? _inDoubt;

    /// <summary>Waits until no write is in flight. None begins until the writer is resumed.</summary>
    public Task PauseAsync() => _turn.WaitAsync();

    public void Resume() => _turn.Release();

    public async Task RunAsync(CancellationToken stop)
    {
        await using var client = ZooKeeperClient.Start(connection);
        using var timer = new PeriodicTimer(pace);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await _turn.WaitAsync(stop);
                try
                {
                    await TryWriteAsync(client, stop);
                }
                finally
                {
                    _turn.Release();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task TryWriteAsync(ZooKeeperClient client, CancellationToken stop)
    {
        var isSent = false;
        try
        {
            var counter = await CounterRead.ReadAsync(client, stop);
            Resolve(counter.State);
            var n = counter.State + 1;
            progress.Begin(n);
            log.Write(LogKind.WriteBegun, name, n);
            _inDoubt = n;
            isSent = true;
            await client.MultiAsync(state.Step(n, counter.Version), stop);
            _inDoubt = null;
            progress.Commit(n);
            log.Write(LogKind.WriteCommitted, name, n);
        }
        catch (BadVersionException)
        {
            _inDoubt = null; // another writer was first
        }
        catch (NoNodeException)
        {
            _inDoubt = null; // wiped and not restored yet
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            if (isSent)
            {
                log.Write(LogKind.WriteInDoubt, name, _inDoubt);
            }
        }
    }

    private void Resolve(int newest)
    {
        progress.Commit(newest);
        if (_inDoubt is { } n)
        {
            log.Write(newest >= n ? LogKind.WriteCommitted : LogKind.WriteResolved, name, n, detail: "by the counter");
            _inDoubt = null;
        }
    }
}
