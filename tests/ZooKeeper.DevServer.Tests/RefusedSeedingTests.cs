using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Switches;

namespace ZooKeeper.DevServer.Tests;

/// <summary>What the owner of a server cannot write. Nothing is changed then.</summary>
[TestClass]
public sealed class RefusedSeedingTests
{
    private ZooKeeperDevServer _server = null!;
    private WireSession _session = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        _server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Title"] = "Größe 😀" } });
        _session = await _server.OpenAsync();
    }

    [TestCleanup]
    public async Task StopAsync()
    {
        await _session.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestMethod]
    public async Task SetAsync_BelowAnEphemeralZnode_Throws_AndNothingIsChanged()
    {
        (await _session.CreateAsync("/mine", mode: CreateMode.Ephemeral)).Ok();
        (await _session.AddWatchAsync("/")).Ok();
        var (root, title) = (await _session.StatAsync("/"), await _session.StatAsync("/config/shop/Title"));

        var exception = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => _server.SetAsync([Pair("/new/child", "a secret"), Pair("/config/shop/Title", "changed"), Pair("/mine/child", "a secret")]));

        Assert.Contains("/mine/child", exception.Message);
        Assert.DoesNotContain("a secret", exception.Message);
        Assert.IsEmpty(await _session.EventsAsync());
        Assert.AreEqual(root, await _session.StatAsync("/"));
        Assert.AreEqual(title, await _session.StatAsync("/config/shop/Title"));
        Assert.IsFalse(await _session.HasAsync("/new"));
        Assert.AreEqual("Größe 😀", await TextAsync("/config/shop/Title"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a")]
    [DataRow("/a/")]
    [DataRow("//")]
    [DataRow("/a/./b")]
    [DataRow("/\ud800")]
    public async Task SetAndDeleteAsync_InvalidPath_Throw_AndNothingIsChanged(string path)
    {
        var before = (await _session.PingAsync()).Zxid;
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => _server.SetAsync(path, "1"));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => _server.SetAsync([Pair("/good", "1"), Pair(path, "1")]));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => _server.DeleteAsync(path));
        Assert.AreEqual(before, (await _session.PingAsync()).Zxid);
        Assert.IsFalse(await _session.HasAsync("/good"));
    }

    [TestMethod]
    public async Task SetAndDeleteAsync_Null_Throw()
    {
        await Assert.ThrowsExactlyAsync<ArgumentNullException>(() => _server.SetAsync(null!, "1"));
        await Assert.ThrowsExactlyAsync<ArgumentNullException>(() => _server.SetAsync(null!));
        await Assert.ThrowsExactlyAsync<ArgumentNullException>(() => _server.DeleteAsync(null!));
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/zookeeper")]
    [DataRow("/zookeeper/quota")]
    [DataRow("/zookeeper/config")]
    public async Task DeleteAsync_ZnodeThatEveryServerHas_Throws(string path)
    {
        var exception = await Assert.ThrowsExactlyAsync<ArgumentException>(() => _server.DeleteAsync(path));
        Assert.AreEqual("path", exception.ParamName);
        Assert.IsTrue(await _session.HasAsync(path));
    }

    private static KeyValuePair<string, string?> Pair(string path, string? value) => KeyValuePair.Create(path, value);

    private async Task<string?> TextAsync(string path) =>
        (await _session.GetDataAsync(path)).As<GetDataReply>().Data is { } data ? Encoding.UTF8.GetString(data) : null;
}
