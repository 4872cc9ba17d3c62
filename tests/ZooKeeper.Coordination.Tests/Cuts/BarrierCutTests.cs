using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Cuts;

/// <summary>The connection is cut before each frame of a participant that waits, opens the barrier and leaves. It must end as if nothing had happened.</summary>
[TestClass]
public sealed class BarrierCutTests
{
    [TestMethod]
    [DataRow(ProxyDirection.ToServer)]
    [DataRow(ProxyDirection.ToClient)]
    public async Task EnterAndLeave_CutAtEachFrame_PassTogetherAndLeaveNothing(ProxyDirection direction)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        IReadOnlyList<long> frames;
        await using (var way = await CutWay.OpenAsync(server.EndPoint.Port))
        {
            frames = await way.MeasureAsync(direction, () => PassAsync(way, other));
        }

        foreach (var cut in frames)
        {
            await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
            await way.CutAtAsync(direction, cut);

            await PassAsync(way, other);

            await way.UntilAsync(async () => (await other.GetChildrenAsync("/barrier")).Names.Count == 0);
            await server.DeleteAsync("/barrier");
        }
    }

    private static async Task PassAsync(CutWay way, ZooKeeperClient other)
    {
        var entering = new ZooKeeperDoubleBarrier(way.Client, "/barrier", 2, new BarrierOptions { TimeProvider = way.Time }).EnterAsync();
        await way.UntilAsync(async () => await other.ExistsAsync("/barrier") is { NumChildren: 1 });
        var second = await way.DoneAsync(new ZooKeeperDoubleBarrier(other, "/barrier", 2).EnterAsync());
        var first = await way.DoneAsync(entering);
        Assert.AreEqual(first.Generation, second.Generation);
        var leaving = second.LeaveAsync();
        await way.UntilAsync(async () => await other.ExistsAsync("/barrier") is { NumChildren: 1 });
        Assert.IsFalse(leaving.IsCompleted);
        await way.DoneAsync(first.LeaveAsync());
        await way.DoneAsync(leaving);
    }
}
