using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Cuts;

/// <summary>The connection is cut before each frame of a membership: joining, changing the data and leaving. It must end as if nothing had happened.</summary>
[TestClass]
public sealed class MembershipCutTests
{
    [TestMethod]
    [DataRow(ProxyDirection.ToServer)]
    [DataRow(ProxyDirection.ToClient)]
    public async Task Membership_CutAtEachFrame_IsThereOnceWithItsDataAndLeavesNothing(ProxyDirection direction)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        IReadOnlyList<long> frames;
        await using (var way = await CutWay.OpenAsync(server.EndPoint.Port))
        {
            frames = await way.MeasureAsync(direction, () => LiveAsync(way, other));
        }

        foreach (var cut in frames)
        {
            await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
            await way.CutAtAsync(direction, cut);

            await LiveAsync(way, other);

            await way.UntilAsync(async () => (await other.GetChildrenAsync("/members")).Names.Count == 0);
            await server.DeleteAsync("/members");
        }
    }

    private static async Task LiveAsync(CutWay way, ZooKeeperClient other)
    {
        var group = new ZooKeeperGroup(way.Client, "/members", new GroupOptions { TimeProvider = way.Time });
        var membership = await way.DoneAsync(group.JoinAsync("one", "first"u8.ToArray()));
        await way.DoneAsync(membership.SetDataAsync("second"u8.ToArray()));
        Assert.IsTrue(membership.IsMember);
        CollectionAssert.AreEqual("second"u8.ToArray(), (await other.GetDataAsync("/members/one")).Data);
        await way.DoneAsync(membership.DisposeAsync().AsTask());
    }
}
