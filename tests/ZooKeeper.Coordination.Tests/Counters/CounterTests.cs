using ZooKeeper.Client;
using ZooKeeper.Coordination.Tests.Interop;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Counters;

/// <summary>What must not happen to a counter.</summary>
[TestClass]
public sealed class CounterTests
{
    private const int Writers = 4;
    private const int Increments = 25;
    private const int SetDataOpcode = 5;

    [TestMethod]
    [DataRow(CounterLayout.Int64)]
    [DataRow(CounterLayout.Int32)]
    public async Task ConcurrentWriters_LoseNoUpdate(CounterLayout layout)
    {
        var path = SharedServer.UniquePath();
        var options = new CounterOptions { Layout = layout, MaxRetryDelay = TimeSpan.FromMilliseconds(10) };

        var seen = (await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(CountAsync))).WaitAsync(SharedServer.Deadline)).SelectMany(values => values);

        CollectionAssert.AreEqual(Enumerable.Range(1, Writers * Increments).Select(value => (long)value).ToArray(), seen.Order().ToArray(), "each value once");

        async Task<IReadOnlyList<long>> CountAsync()
        {
            await using var client = await SharedServer.ConnectAsync();
            var counter = new ZooKeeperCounter(client, path, options);
            List<long> values = [];
            for (var i = 0; i < Increments; i++)
            {
                values.Add(await counter.AddAsync(1));
            }

            return values;
        }
    }

    [TestMethod]
    public async Task ReplyLost_IsReportedAndNotCountedTwice()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var counter = new ZooKeeperCounter(client, "/counter");
        Assert.AreEqual(7, await counter.AddAsync(7));
        var writing = counter.UpdateAsync(value =>
        {
            proxy.BlackHole(ProxyDirection.ToClient); // the reply to the write that follows
            return value + 1;
        });
        await Eventually.TrueAsync(async () => await new ZooKeeperCounter(other, "/counter").GetAsync() == 8);

        proxy.DropConnections();
        proxy.Heal();

        var error = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => writing.WaitAsync(SharedServer.Deadline));
        Assert.IsTrue(error.IsOutcomeUnknown);
        Assert.AreEqual(8, await counter.GetAsync());
        Assert.AreEqual(1, proxy.Requests[SetDataOpcode]);
    }

    [TestMethod]
    public async Task ConnectionLostBeforeTheWrite_IsRetried()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        proxy.BlackHole(ProxyDirection.ToClient);
        var adding = new ZooKeeperCounter(client, "/counter").AddAsync(3);
        await Eventually.TrueAsync(() => proxy.RequestCount == 1, because: "the read is on its way");

        proxy.DropConnections();
        proxy.Heal();

        Assert.AreEqual(3, await adding.WaitAsync(SharedServer.Deadline));
        Assert.AreEqual(3, await new ZooKeeperCounter(other, "/counter").GetAsync());
    }

    [TestMethod]
    public async Task CompareAndSet_AnotherValue_ChangesNothing()
    {
        await using var client = await SharedServer.ConnectAsync();
        var counter = new ZooKeeperCounter(client, SharedServer.UniquePath());

        Assert.IsFalse(await counter.CompareAndSetAsync(1, 2));
        Assert.IsNull(await client.ExistsAsync(counter.Path));
        Assert.IsTrue(await counter.CompareAndSetAsync(0, 2));
        Assert.IsFalse(await counter.CompareAndSetAsync(0, 3));
        Assert.AreEqual(2, await counter.GetAsync());
        Assert.AreEqual(-5, await counter.UpdateAsync(value => value - 7));
    }

    [TestMethod]
    public async Task VersionThatOverflows_DoesNotEndTheCounter()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var counter = new ZooKeeperCounter(client, "/counter");
        await counter.AddAsync(1);
        await server.SetVersionAsync("/counter", int.MaxValue - 1);

        for (var value = 2; value <= 5; value++)
        {
            Assert.AreEqual(value, await counter.AddAsync(1));
        }

        Assert.AreEqual(int.MinValue + 2, (await client.ExistsAsync("/counter"))!.Value.Version);
        Assert.IsTrue(await counter.CompareAndSetAsync(5, 6));
        await server.SetVersionAsync("/counter", -1);
        var error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => counter.AddAsync(1));
        Assert.Contains("'/counter'", error.Message);
        Assert.AreEqual(6, await counter.GetAsync());
    }

    [TestMethod]
    public async Task ValueThatDoesNotFit_ThrowsAndChangesNothing()
    {
        await using var client = await SharedServer.ConnectAsync();
        var big = new ZooKeeperCounter(client, $"{SharedServer.UniquePath()}/big");
        var small = new ZooKeeperCounter(client, $"{SharedServer.UniquePath()}/small", new CounterOptions { Layout = CounterLayout.Int32 });
        await big.AddAsync(long.MaxValue);
        await small.AddAsync(int.MinValue);

        var bigError = await Assert.ThrowsExactlyAsync<OverflowException>(() => big.AddAsync(1));
        var smallError = await Assert.ThrowsExactlyAsync<OverflowException>(() => small.AddAsync(-1));

        Assert.Contains($"'{big.Path}' does not fit in 64 bits", bigError.Message);
        Assert.Contains($"'{small.Path}' does not fit in 32 bits", smallError.Message);
        Assert.AreEqual(long.MaxValue, await big.GetAsync());
        Assert.AreEqual(int.MinValue, await small.GetAsync());
    }

    [TestMethod]
    public async Task DataOfAnotherLayout_IsNotTakenForAValue()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await new ZooKeeperCounter(client, path).AddAsync(1);

        var error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => new ZooKeeperCounter(client, path, new CounterOptions { Layout = CounterLayout.Int32 }).AddAsync(1));

        Assert.Contains($"'{path}' has 8 bytes of data, but a counter in the layout Int32 has 4", error.Message);
        await client.SetDataAsync(path, []);
        Assert.AreEqual(2, await new ZooKeeperCounter(client, path).AddAsync(2), "a znode without data is zero");
    }

    [TestMethod]
    public async Task SharedWithCurator_LosesNoUpdate()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var big = new ZooKeeperCounter(client, $"{path}/big");
        var small = new ZooKeeperCounter(client, $"{path}/small", new CounterOptions { Layout = CounterLayout.Int32 });
        await using var curator = ForeignProcess.CuratorCounter(SharedServer.Server.ConnectionString, big.Path, small.Path, $"{Increments}");
        await Eventually.TrueAsync(async () => await client.ExistsAsync(small.Path) is not null, because: "Curator has begun");

        for (var i = 0; i < Increments; i++)
        {
            await big.AddAsync(1);
            await small.AddAsync(1);
        }

        await curator.EndAsync();
        Assert.AreEqual(2 * Increments, await big.GetAsync());
        Assert.AreEqual(2 * Increments, await small.GetAsync());
    }
}
