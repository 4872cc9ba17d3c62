using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>
/// Keeps a client away from the server, and measures its return. When it returns, its connection opens but nothing reaches the server at first, so that
/// neither the pause between attempts nor connecting counts: the time begins when the handshake is let through.
/// </summary>
internal static class Absence
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    /// <param name="proxy">The proxy, with the client's connection only.</param>
    /// <param name="isAway">Whether the client knows that its connection is lost. Before that, its return would take no time.</param>
    /// <param name="comeBack">Connects, and completes when everything is verified.</param>
    /// <param name="meanwhile">Runs while the client is away.</param>
    public static async Task<ReturnCost> MeasureAsync(LoopbackProxy proxy, Func<bool> isAway, Func<Task> comeBack, Func<Task> meanwhile)
    {
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => proxy.ConnectionCount == 0 && isAway());
        proxy.BlackHole(ProxyDirection.ToServer);
        proxy.ResetCounters();
        proxy.RefuseConnections = false;
        var back = comeBack();
        await Eventually.TrueAsync(() => proxy.ConnectionCount == 1);
        await meanwhile();
        GC.Collect();
        var (delay, bytesPerSecond) = (proxy.Delay, proxy.BytesPerSecond);
        var started = TimeProvider.System.GetTimestamp();
        proxy.Heal();
        (proxy.Delay, proxy.BytesPerSecond) = (delay, bytesPerSecond); // a slow link stays slow
        await back.WaitAsync(Deadline);
        var time = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        return new ReturnCost(time, proxy.RequestCount, proxy.BytesToServer, proxy.BytesToClient);
    }
}
