using Configuration.ZooKeeper.Chaos.Checking;
using Configuration.ZooKeeper.Chaos.Reading;
using Configuration.ZooKeeper.Chaos.Writing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>Waits after a heal until every provider shows the current state in all ways of reading, and logs the time.</summary>
internal sealed class Convergence(ZooKeeperEnsemble ensemble, IReadOnlyList<Provider> providers, Writers writers, Progress progress, ChaosLog log)
{
    /// <param name="beginsAtRest">
    /// Whether the writers pause first and then write again, or the other way round. Later writes can hide a missed change, and a pause hides faults
    /// that occur only under writes.
    /// </param>
    /// <returns>Whether all providers converged within the bound, both under writes and at rest.</returns>
    public async Task<bool> AwaitAsync(bool beginsAtRest) =>
        beginsAtRest ? await AwaitAtRestAsync() && await AwaitUnderWritesAsync() : await AwaitUnderWritesAsync() && await AwaitAtRestAsync();

    // A state whose writing began after the heal.
    private Task<bool> AwaitUnderWritesAsync() => AwaitAsync(progress.Begun + 1);

    // The last state, according to the counter.
    private async Task<bool> AwaitAtRestAsync()
    {
        var hasConverged = false;
        await writers.RestDuringAsync(async () =>
        {
            await using var client = await ZooKeeperClient.ConnectAsync(ensemble.ConnectionString);
            int newest;
            do
            {
                newest = await ReadCounterAsync(client);
                hasConverged = await AwaitAsync(newest);
            }
            while (hasConverged && newest != await ReadCounterAsync(client)); // a write whose reply was lost arrived late
        });
        return hasConverged;
    }

    private async Task<bool> AwaitAsync(int target)
    {
        var start = log.Elapsed;
        return !(await Task.WhenAll(providers.Select(provider => AwaitAsync(provider, target, start)))).Contains(false);
    }

    private async Task<bool> AwaitAsync(Provider provider, int target, TimeSpan start)
    {
        try
        {
            await Eventually.TrueAsync(() => provider.HasReached(target), Checker.ConvergenceBound);
            log.Write(LogKind.Converged, provider.Name, target, seconds: (log.Elapsed - start).TotalSeconds);
            return true;
        }
        catch (TimeoutException)
        {
            log.Write(LogKind.NotConverged, provider.Name, target, detail: $"of {progress.Committed} committed: {provider}");
            return false;
        }
    }

    private static async Task<int> ReadCounterAsync(ZooKeeperClient client) => (await CounterRead.ReadAfterHealAsync(client)).State;
}
