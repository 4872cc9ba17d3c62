using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Switches;

namespace ZooKeeper.DevServer.Tests;

/// <summary>What the owner of a server writes, before it starts and while it runs.</summary>
[TestClass]
public sealed class SeedingTests
{
    private ZooKeeperDevServer _server = null!;
    private WireSession _session = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        _server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/shop/Title"] = "Größe 😀", ["/config/shop"] = "folder", ["/config/shop/Nothing"] = null, ["/config/shop/Empty"] = "" },
        });
        _session = await _server.OpenAsync();
    }

    [TestCleanup]
    public async Task StopAsync()
    {
        await _session.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestMethod]
    public async Task Znodes_AreThereFromTheBeginning_AsOneTransaction()
    {
        Assert.AreEqual("Größe 😀", await TextAsync("/config/shop/Title"));
        Assert.AreEqual("folder", await TextAsync("/config/shop"));
        Assert.IsNull(await TextAsync("/config/shop/Nothing"));
        Assert.AreEqual("", await TextAsync("/config/shop/Empty"));
        Assert.IsNull(await TextAsync("/config"));
        foreach (var path in (string[])["/config", "/config/shop", "/config/shop/Title", "/config/shop/Nothing", "/config/shop/Empty"])
        {
            var stat = await _session.StatAsync(path);
            Assert.AreEqual((1, 1), (stat.Czxid, stat.Mzxid), path);
            CollectionAssert.AreEqual(Acl.Open.ToArray(), await _session.AclOfAsync(path));
        }
    }

    [TestMethod]
    public async Task Znodes_CreatedByAClientsParents_CountTheirChildren()
    {
        var stat = await _session.StatAsync("/config/shop");
        Assert.AreEqual((3, 3, 1), (stat.NumChildren, stat.Cversion, stat.Pzxid));
    }

    [TestMethod]
    public async Task SetAsync_MissingZnode_IsCreatedWithWhatIsAboveIt()
    {
        var before = (await _session.PingAsync()).Zxid;
        await _server.SetAsync("/a/b/c", "1");
        Assert.AreEqual("1", await TextAsync("/a/b/c"));
        Assert.IsNull(await TextAsync("/a/b"));
        Assert.IsNull(await TextAsync("/a"));
        foreach (var path in (string[])["/a", "/a/b", "/a/b/c"])
        {
            Assert.AreEqual(before + 1, (await _session.StatAsync(path)).Czxid);
        }
    }

    [TestMethod]
    public async Task SetAsync_PresentZnode_IsChanged_AndKeepsTheRest()
    {
        (await _session.CreateAsync("/a", [1], acl: Acl.ReadOnly)).Ok();
        (await _session.CreateAsync("/mine", mode: CreateMode.Ephemeral)).Ok();
        var created = await _session.StatAsync("/a");
        await _server.SetAsync("/a", "2");
        await _server.SetAsync("/a", null);
        await _server.SetAsync("/mine", "2");

        var changed = await _session.StatAsync("/a");
        Assert.AreEqual((created.Czxid, 2, 0), (changed.Czxid, changed.Version, changed.DataLength));
        Assert.IsNull(await TextAsync("/a"));
        CollectionAssert.AreEqual(Acl.ReadOnly.ToArray(), await _session.AclOfAsync("/a"));
        Assert.AreEqual(_session.Id, (await _session.StatAsync("/mine")).EphemeralOwner);
    }

    [TestMethod]
    public async Task SetAsync_Several_AreOneTransaction_WithTheEventsOfEach()
    {
        (await _session.AddWatchAsync("/")).Ok();
        var before = (await _session.PingAsync()).Zxid;
        await _server.SetAsync([Pair("/x/one", "1"), Pair("/config/shop/Title", "2"), Pair("/x/two", "3"), Pair("/x", "4")]);

        var reply = await _session.PingAsync();
        Assert.AreEqual(before + 1, reply.Zxid);
        Assert.AreEqual(
            "NodeCreated /x, NodeCreated /x/one, NodeDataChanged /config/shop/Title, NodeCreated /x/two, NodeDataChanged /x",
            string.Join(", ", reply.Events.Select(e => $"{e.Type} {e.Path}")));
        Assert.IsTrue(reply.Events.All(e => e.Zxid == before + 1));
    }

    [TestMethod]
    public async Task SetAsync_SeveralWhileOthersRead_AreSeenTogether()
    {
        var done = false;
        var reading = Task.Run(async () =>
        {
            await using var reader = await _server.OpenAsync();
            for (var reads = 0; !Volatile.Read(ref done) || reads == 0; reads++)
            {
                var reply = (await reader.MultiReadAsync(Operation.GetData("/config/shop/Title"), Operation.GetData("/config/shop"))).Ok();
                var body = reply.As<MultiReply>();
                var values = body.Results.Select(result => Encoding.UTF8.GetString(((GetDataReply)result.Result).Data!)).Where(value => value.Length < 4).Distinct();
                Assert.IsLessThan(2, values.Count());
            }
        });
        for (var i = 0; i < 300; i++)
        {
            await _server.SetAsync([Pair("/config/shop/Title", $"{i}"), Pair("/config/shop", $"{i}")]);
        }

        Volatile.Write(ref done, true);
        await reading;
    }

    [TestMethod]
    public async Task SetAsync_None_IsNoTransaction()
    {
        var before = (await _session.PingAsync()).Zxid;
        await _server.SetAsync([]);
        Assert.AreEqual(before, (await _session.PingAsync()).Zxid);
    }

    [TestMethod]
    public async Task SetAsync_SameZnodeTwice_HasTheLastValue()
    {
        await _server.SetAsync([Pair("/a", "1"), Pair("/a", "2")]);
        Assert.AreEqual("2", await TextAsync("/a"));
        var stat = await _session.StatAsync("/a");
        Assert.AreEqual((1, stat.Czxid), (stat.Version, stat.Mzxid));
    }

    [TestMethod]
    public async Task SetAsync_Root_HasData()
    {
        await _server.SetAsync("/", "root");
        Assert.AreEqual("root", await TextAsync("/"));
    }

    [TestMethod]
    public async Task SetAsync_AclForbidsIt_IsNoMatterForTheOwner()
    {
        (await _session.CreateAsync("/locked", acl: Acl.ReadOnly)).Ok();
        await _server.SetAsync([Pair("/locked", "1"), Pair("/locked/child", "2")]);
        Assert.AreEqual("2", await TextAsync("/locked/child"));
        await _server.DeleteAsync("/locked");
        Assert.IsFalse(await _session.HasAsync("/locked"));
    }

    [TestMethod]
    public async Task SetAsync_Watches_FireOnceAndForEachKind()
    {
        (await _session.ExistsAsync("/a", watch: true)).Failed(ErrorCode.NoNode);
        (await _session.GetDataAsync("/config", watch: true)).Ok();
        (await _session.GetChildrenAsync("/", watch: true)).Ok();
        await _server.SetAsync("/a", "1");
        await _server.SetAsync("/a", "2");
        await _server.SetAsync("/config", "3");
        await _server.SetAsync("/config", "4");
        Assert.AreEqual(
            "NodeCreated /a, NodeChildrenChanged /, NodeDataChanged /config",
            string.Join(", ", (await _session.EventsAsync()).Select(e => $"{e.Type} {e.Path}")));
    }

    [TestMethod]
    public async Task DeleteAsync_Subtree_GoesInOneTransaction_ChildrenFirst()
    {
        (await _session.CreateAsync("/config/mine", mode: CreateMode.Ephemeral)).Ok();
        (await _session.AddWatchAsync("/")).Ok();
        var before = (await _session.PingAsync()).Zxid;
        await _server.DeleteAsync("/config");

        var reply = await _session.PingAsync();
        Assert.AreEqual(before + 1, reply.Zxid);
        Assert.IsTrue(reply.Events.All(e => e.Type == WatchEventType.NodeDeleted && e.Zxid == reply.Zxid));
        var paths = reply.Events.Select(e => e.Path).ToList();
        Assert.HasCount(6, paths);
        Assert.IsTrue(paths.TrueForAll(path => paths.TakeWhile(other => other != path).All(other => !path.StartsWith(other + "/", StringComparison.Ordinal))));
        Assert.IsFalse(await _session.HasAsync("/config"));
        Assert.IsEmpty((await _session.GetEphemeralsAsync("/")).As<NamesReply>().Names);
    }

    [TestMethod]
    public async Task DeleteAsync_MissingZnode_IsNoErrorAndNoTransaction()
    {
        var before = (await _session.PingAsync()).Zxid;
        await _server.DeleteAsync("/missing");
        await _server.DeleteAsync("/missing/below");
        Assert.AreEqual(before, (await _session.PingAsync()).Zxid);
    }

    [TestMethod]
    public async Task SetAndDeleteAsync_DeepTree_IsWrittenAndDeleted()
    {
        var path = string.Concat(Enumerable.Repeat("/x", 300));
        await _server.SetAsync(path, "deep");
        Assert.AreEqual("deep", await TextAsync(path));
        Assert.AreEqual(300 - 1, (await _session.GetAllChildrenNumberAsync("/x")).As<IntReply>().Value);
        await _server.DeleteAsync("/x");
        Assert.IsFalse(await _session.HasAsync("/x"));
    }

    [TestMethod]
    public async Task SetAsync_ManyAtOnce_AreAllDone()
    {
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => _server.SetAsync($"/many/{i % 50}/{i}", $"{i}")));
        Assert.AreEqual(550, (await _session.GetAllChildrenNumberAsync("/many")).As<IntReply>().Value);
    }

    private static KeyValuePair<string, string?> Pair(string path, string? value) => KeyValuePair.Create(path, value);

    private async Task<string?> TextAsync(string path) =>
        (await _session.GetDataAsync(path)).As<GetDataReply>().Data is { } data ? Encoding.UTF8.GetString(data) : null;
}
