using Configuration.ZooKeeper.Chaos.Checking;
using Configuration.ZooKeeper.Chaos.Reading;
using Configuration.ZooKeeper.Chaos.Writing;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>Waits until every provider shows a state whose writing began after the heal, and notes how long that took.</summary>
internal sealed class Convergence(IReadOnlyList<Provider> providers, Progress progress, ChaosLog log)
{
    /// <returns>Whether it came to that within the bound.</returns>
    public async Task<bool> AwaitAsync()
    {
        var healed = log.Elapsed;
        var target = progress.Begun + 1;
        return !(await Task.WhenAll(providers.Select(provider => AwaitAsync(provider, target, healed)))).Contains(false);
    }

    private async Task<bool> AwaitAsync(Provider provider, int target, TimeSpan healed)
    {
        try
        {
            await Eventually.TrueAsync(() => provider.Number >= target, Checker.ConvergenceBound);
            log.Write(LogKind.Converged, provider.Name, target, seconds: (log.Elapsed - healed).TotalSeconds);
            return true;
        }
        catch (TimeoutException)
        {
            log.Write(LogKind.NotConverged, provider.Name, target, detail: $"of {progress.Committed} committed: {provider}");
            return false;
        }
    }
}
