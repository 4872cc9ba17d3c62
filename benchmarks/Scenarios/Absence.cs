using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>
/// Keeps somebody away from the server, and measures how they come back. When they try to, the connection is there but nothing reaches the server, so that
/// neither waiting between attempts nor connecting is in the time: it begins when their handshake gets through.
/// </summary>
internal static class Absence
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    /// <param name="proxy">Has one connection, theirs.</param>
    /// <param name="isAway">Whether they know that their connection is gone: before, coming back would take no time.</param>
    /// <param name="comeBack">Begins to connect, and is done when all is verified.</param>
    /// <param name="meanwhile">What happens while they are away.</param>
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
        var started = TimeProvider.System.GetTimestamp();
        proxy.Heal();
        await back.WaitAsync(Deadline);
        var time = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        return new ReturnCost(time, proxy.RequestCount, proxy.BytesToServer, proxy.BytesToClient);
    }
}
