using System.Text;
using Configuration.ZooKeeper.Chaos.Checking;
using Configuration.ZooKeeper.Chaos.Writing;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Chaos.Reading;

/// <summary>Reads znode after znode with plain getData. It must see mixed states, or the run proves nothing.</summary>
internal sealed class ControlReader(ZooKeeperClientOptions connection, NumberedState state, ChaosLog log)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    public async Task RunAsync(CancellationToken stop)
    {
        await using var client = ZooKeeperClient.Start(connection);
        using var timer = new PeriodicTimer(Pace);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                if (await TryReadAsync(client, stop) is { Count: > 0 } read && !state.IsOneState(read))
                {
                    log.Write(LogKind.TornRead, "control");
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    /// <returns>The values, or null if the connection was lost meanwhile, which cannot mix states.</returns>
    private async Task<Dictionary<string, string>?> TryReadAsync(ZooKeeperClient client, CancellationToken stop)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in state.Znodes(0).Where(znode => znode.Value is not null).Select(znode => znode.Key))
        {
            try
            {
                read[path] = Encoding.UTF8.GetString((await client.GetDataAsync(path, cancellationToken: stop)).Data!);
            }
            catch (NoNodeException)
            {
                // It does not exist in every state.
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                return null;
            }
        }

        return read;
    }
}
