using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>A server that nobody has used.</summary>
public abstract class FreshServerConformance(Func<Task<ConformanceServer>> start)
{
    [TestMethod]
    public async Task Root_OfAFreshServer_HasOneZnodeAndCversionMinusOne()
    {
        await using var server = await start();
        await using var session = await WireSession.OpenAsync(server.Port, new ConnectRequest(0, 0, 20_000, 0, new byte[16], ReadOnly: false));
        var root = (await session.GetDataAsync("/")).As<GetDataReply>();
        Assert.AreEqual(new Stat(0, 0, 0, 0, 0, -1, 0, 0, 0, 1, 0), root.Stat.Stat);
        CollectionAssert.AreEqual(Array.Empty<byte>(), root.Data);
        CollectionAssert.AreEqual(Acl.Open.ToArray(), await session.AclOfAsync("/"));
        CollectionAssert.AreEqual(new[] { "zookeeper" }, (await session.GetChildrenAsync("/")).As<NamesReply>().Names);
        Assert.AreEqual(3, (await session.GetAllChildrenNumberAsync("/")).As<IntReply>().Value);

        var first = (await session.CreateAsync("/n", mode: CreateMode.PersistentSequential)).Ok();
        Assert.AreEqual("/n0000000000", first.As<PathReply>().Path);
        Assert.AreEqual(new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 2, first.Zxid), await session.StatAsync("/"));
        var set = await session.SetDataAsync("/", [1]);
        Assert.AreEqual((1, set.Zxid), (set.Stat().Version, set.Stat().Mzxid));
    }
}

[TestClass]
public sealed class ApacheFreshServerConformance() : FreshServerConformance(ConformanceServer.StartApacheAsync);

[TestClass]
public sealed class DevServerFreshServerConformance() : FreshServerConformance(() => ConformanceServer.StartDevServerAsync(ZooKeeperRelease.V39));
