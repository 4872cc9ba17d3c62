using System.Globalization;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Counts the requests and bytes of a mirror.</summary>
[TestClass]
public sealed class MirrorTrafficTests
{
    private const int Kilobyte = 1024;

    [TestMethod]
    public async Task Load_TenThousandZnodes_TakesAtMostFortyRequests()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await CreateTreeAsync(client, root, groups: 100, keys: 100);
        await using var watched = await WatchedAsync(root, isLoaded: false);
        await using var mirror = watched.Client.Mirror(root);
        var snapshot = await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);

        Assert.AreEqual(10_101, Count(snapshot.Find(root)!));
        Assert.IsLessThanOrEqualTo(40, watched.Proxy.RequestCount);
    }

    [TestMethod]
    public async Task Set_OneZnode_CostsOneRequestAndLessThanAKilobyte()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await CreateTreeAsync(client, root, groups: 2, keys: 10);
        await using var watched = await WatchedAsync(root);
        await watched.AfterAsync(() => client.SetDataAsync(root + "/g000/k005", [42]));

        Assert.AreEqual(1, watched.Proxy.RequestCount);
        Assert.IsLessThan(Kilobyte, watched.Proxy.BytesToClient);
    }

    [TestMethod]
    [DataRow(false, DisplayName = "create")]
    [DataRow(true, DisplayName = "delete")]
    public async Task CreateOrDelete_AmongTenThousandSiblings_CostsAtMostTwoRequestsAndAKilobyte(bool isDelete)
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await CreateTreeAsync(client, root, groups: 1, keys: 10_000);
        await using var watched = await WatchedAsync(root);
        await watched.AfterAsync(() => isDelete ? client.DeleteAsync(root + "/g000/k005000") : client.CreateAsync(root + "/g000/new", [1]));

        Assert.AreEqual(isDelete ? 9_999 : 10_001, watched.Mirror.Current!.Find(root + "/g000")!.ChildCount);
        Assert.IsLessThanOrEqualTo(2, watched.Proxy.RequestCount);
        Assert.IsLessThan(Kilobyte, watched.Proxy.BytesToClient);
    }

    [TestMethod]
    public async Task CreateAndDelete_BelowAZnodeWithLargeData_DoNotReadItAgain()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateAsync(root, new byte[500_000]);
        await using var watched = await WatchedAsync(root);
        await watched.AfterAsync(() => client.CreateAsync(root + "/new", [1]));
        Assert.IsLessThan(Kilobyte, watched.Proxy.BytesToClient);

        await watched.AfterAsync(() => client.DeleteAsync(root + "/new"));
        Assert.IsLessThan(Kilobyte, watched.Proxy.BytesToClient);
        Assert.AreEqual(0, watched.Mirror.Current!.Find(root)!.ChildCount);
    }

    [TestMethod]
    public async Task Multi_TwentyZnodes_CostsAtMostTwoRequests()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await CreateTreeAsync(client, root, groups: 2, keys: 20);
        await using var watched = await WatchedAsync(root);
        var multi = new Multi();
        for (var key = 0; key < 20; key++)
        {
            multi.SetData(string.Create(CultureInfo.InvariantCulture, $"{root}/g001/k{key:000}"), [42]);
        }

        var before = watched.Mirror.Current!;
        await watched.AfterAsync(() => client.MultiAsync(multi));

        Assert.AreEqual(20, watched.Mirror.Current!.Changes(before).Count);
        Assert.IsLessThanOrEqualTo(2, watched.Proxy.RequestCount);
    }

    [TestMethod]
    public async Task Idle_SeveralPingIntervals_SendsPingsOnly()
    {
        var root = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync();
        await CreateTreeAsync(client, root, groups: 2, keys: 10);
        var time = new ManualTime();
        await using var watched = await WatchedAsync(root, time: time);
        var session = await watched.Client.GetSessionAsync();
        watched.Proxy.ResetCounters();
        for (var pings = 1; pings <= 5; pings++)
        {
            time.Advance(watched.Client.SessionTimeout / 3);
            HeartbeatClock.Wake();
            await Eventually.TrueAsync(() => watched.Proxy.PingCount == pings && session.TimeLeft > 2 * session.Timeout / 3, because: "the ping is answered");
        }

        Assert.AreEqual(0, watched.Proxy.RequestCount);
    }

    private static int Count(Znode znode) => 1 + znode.Children.Sum(Count);

    private static async Task CreateTreeAsync(ZooKeeperClient client, string root, int groups, int keys)
    {
        await client.CreateAsync(root);
        for (var group = 0; group < groups; group++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{root}/g{group:000}");
            var width = keys > 1000 ? "000000" : "000";
            await client.CreateAsync(path);
            foreach (var chunk in Enumerable.Range(0, keys).Chunk(1000))
            {
                var multi = new Multi();
                foreach (var key in chunk)
                {
                    multi.Create($"{path}/k{key.ToString(width, CultureInfo.InvariantCulture)}", new byte[64]);
                }

                await client.MultiAsync(multi);
            }
        }
    }

    private static async Task<WatchedMirror> WatchedAsync(string root, bool isLoaded = true, TimeProvider? time = null)
    {
        var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        var client = await TestClient.ConnectAsync(proxy.ConnectionString, options =>
        {
            options.SessionTimeout = TimeSpan.FromMinutes(1);
            options.TimeProvider = time ?? TimeProvider.System;
        });
        var mirror = client.Mirror(isLoaded ? root : root + "-other");
        await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        if (!isLoaded)
        {
            await mirror.DisposeAsync();
            proxy.ResetCounters();
        }

        return new WatchedMirror(proxy, client, mirror);
    }

    private sealed record WatchedMirror(LoopbackProxy Proxy, ZooKeeperClient Client, ZooKeeperMirror Mirror) : IAsyncDisposable
    {
        /// <summary>Counts the traffic of one change.</summary>
        public async Task AfterAsync(Func<Task> change)
        {
            var before = Mirror.Current;
            Proxy.ResetCounters();
            await change();
            await Mirror.NextAsync(before).WaitAsync(TestClient.Deadline);
        }

        public async ValueTask DisposeAsync()
        {
            await Mirror.DisposeAsync();
            await Client.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
