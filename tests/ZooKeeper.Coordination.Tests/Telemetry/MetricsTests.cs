using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Telemetry;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Telemetry;

[TestClass]
public sealed class MetricsTests
{
    [TestMethod]
    public async Task Lock_HandedOver_WaitsAndHoldsAreMeasured()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, time) = (SharedServer.UniquePath(), new FakeTimeProvider());
        using var measurements = new Measurements(path);
        var exports = new ZooKeeperLock(client, path, new LockOptions { MetricName = path, TimeProvider = time });
        var first = await exports.AcquireAsync();
        var waiting = exports.AcquireAsync();
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync(path)).Names.Count == 2);
        CollectionAssert.AreEqual(new[] { "1 kind=lock" }, measurements.Collect("waiting"));
        CollectionAssert.AreEqual(new[] { "1 kind=lock" }, measurements.Collect("held"));

        time.Advance(TimeSpan.FromSeconds(3));
        await first.DisposeAsync();
        var second = await waiting.WaitAsync(SharedServer.Deadline);
        time.Advance(TimeSpan.FromSeconds(2));
        await second.DisposeAsync();

        CollectionAssert.AreEqual(new[] { "3 kind=lock outcome=acquired" }, measurements.Of("wait.duration"));
        CollectionAssert.AreEqual(new[] { "3 kind=lock", "2 kind=lock" }, measurements.Of("hold.duration"));
        Assert.IsEmpty(measurements.Of("losses"));
        CollectionAssert.AreEqual(new[] { "0 kind=lock" }, measurements.Collect("waiting"));
        CollectionAssert.AreEqual(new[] { "0 kind=lock" }, measurements.Collect("held"));
    }

    [TestMethod]
    [DataRow("lock", "lock")]
    [DataRow("election", "election")]
    [DataRow("write", "write")]
    public async Task Owner_Lost_IsCountedOnceWithItsCause(string recipe, string kind)
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath() + recipe;
        using var measurements = new Measurements(path);
        Ownership held = recipe switch
        {
            "lock" => await new ZooKeeperLock(client, path, new LockOptions { MetricName = path }).AcquireAsync(),
            "write" => await new ZooKeeperReadWriteLock(client, path, new LockOptions { MetricName = path }).AcquireWriteAsync(),
            _ => await new ZooKeeperElection(client, path, new ElectionOptions { MetricName = path }).CampaignAsync(),
        };

        await client.DeleteAsync(held.Path);
        await Eventually.TrueAsync(() => held.LostToken.IsCancellationRequested);
        await held.DisposeAsync();

        CollectionAssert.AreEqual(new[] { $"1 kind={kind} error.type=znode_deleted" }, measurements.Of("losses"));
        StringAssert.EndsWith(measurements.Of("hold.duration").Single(), $" kind={kind} error.type=znode_deleted");
        CollectionAssert.AreEqual(new[] { $"0 kind={kind}" }, measurements.Collect("held"));
    }

    [TestMethod]
    public async Task Acquire_TakenCanceledOrFailed_SaysWhich()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, time) = (SharedServer.UniquePath(), new FakeTimeProvider());
        var exports = new ZooKeeperLock(client, path, new LockOptions { MetricName = path, TimeProvider = time });
        await using var held = await exports.AcquireAsync();
        using var measurements = new Measurements(path);
        using var cancelled = new CancellationTokenSource();

        Assert.IsNull(await exports.TryAcquireAsync());
        var waiting = exports.AcquireAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => exports.TryAcquireAsync(TimeSpan.FromSeconds(-1)));
        await client.CreateAsync(path + "-ephemeral", mode: CreateMode.Ephemeral);
        var below = new ZooKeeperLock(client, path + "-ephemeral", new LockOptions { MetricName = path, TimeProvider = time });
        await Assert.ThrowsAsync<ZooKeeperException>(() => below.AcquireAsync());

        CollectionAssert.AreEqual(
            new[] { "0 kind=lock outcome=taken", "0 kind=lock outcome=canceled", "0 kind=lock error.type=ZooKeeper.Client.ZooKeeperException" },
            measurements.Of("wait.duration"));
        CollectionAssert.AreEqual(new[] { "0 kind=lock" }, measurements.Collect("waiting"));
    }

    [TestMethod]
    public void Instruments_All_AreDocumented()
    {
        List<Instrument> instruments = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) => instruments.AddRange(instrument.Meter.Name == "ZooKeeper.Coordination" ? [instrument] : []),
        };
        RuntimeHelpers.RunClassConstructor(typeof(CoordinationMetrics).TypeHandle);
        listener.Start();

        Assert.HasCount(9, instruments);
        var table = Repository.Read("docs/diagnostics.md");
        Assert.IsEmpty(instruments.Where(one => !table.Contains($"| `{one.Name}` | {KindOf(one)}, `{one.Unit}` |", StringComparison.Ordinal)).Select(one => one.Name));
    }

    private static string KindOf(Instrument instrument) =>
        instrument switch
    {
        Histogram<double> => "histogram",
        Counter<long> => "counter",
        Gauge<long> => "gauge",
        _ => "up-down counter",
    };

    [TestMethod]
    [DataRow(SemaphoreLayout.Queue)]
    [DataRow(SemaphoreLayout.Curator)]
    public async Task Semaphore_EachLayout_IsMeasuredAsOne(SemaphoreLayout layout)
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, time) = (SharedServer.UniquePath() + layout, new FakeTimeProvider());
        using var measurements = new Measurements(path);
        var imports = new ZooKeeperSemaphore(client, path, permits: 2, new SemaphoreOptions { MetricName = path, TimeProvider = time, Layout = layout });

        await (await imports.AcquireAsync()).DisposeAsync();

        CollectionAssert.AreEqual(new[] { "0 kind=semaphore outcome=acquired" }, measurements.Of("wait.duration"));
        CollectionAssert.AreEqual(new[] { "0 kind=semaphore" }, measurements.Of("hold.duration"));
    }

    [TestMethod]
    public async Task Queue_TakenCompletedAndLost_IsMeasured()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, time) = (SharedServer.UniquePath(), new FakeTimeProvider());
        using var measurements = new Measurements(path);
        var jobs = new ZooKeeperQueue(client, path, new QueueOptions { MetricName = path, TimeProvider = time });
        await jobs.EnqueueAsync(["a"u8.ToArray(), "b"u8.ToArray()]);

        await (await jobs.TakeAsync()).CompleteAsync();
        await using (var lost = await jobs.TakeAsync())
        {
            time.Advance(TimeSpan.FromSeconds(1)); // it watches its claim only after a while
            await client.DeleteAsync(lost.Path);
            await Eventually.TrueAsync(() => lost.LostToken.IsCancellationRequested);
        }

        CollectionAssert.AreEqual(new[] { "1 kind=queue" }, measurements.Of("completions"));
        CollectionAssert.AreEqual(new[] { "1 kind=queue error.type=znode_deleted" }, measurements.Of("losses"));
        CollectionAssert.AreEqual(new[] { "0 kind=queue outcome=acquired", "0 kind=queue outcome=acquired" }, measurements.Of("wait.duration"));
        Assert.AreEqual("2 kind=queue", measurements.Of("depth")[0]);
        CollectionAssert.AreEqual(new[] { "0 kind=queue" }, measurements.Collect("held"));
    }

    [TestMethod]
    public async Task Counter_AnotherIsFaster_CountsRetries()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        using var measurements = new Measurements(path);
        var (counter, other) = (new ZooKeeperCounter(client, path, new CounterOptions { MetricName = path }), new ZooKeeperCounter(client, path));
        var calls = 0;

        await counter.UpdateAsync(value => ++calls > 1 ? value + 1 : other.AddAsync(1).GetAwaiter().GetResult());

        CollectionAssert.AreEqual(new[] { "1 kind=counter" }, measurements.Of("retries"));
    }

    [TestMethod]
    public async Task Member_ThereAgain_CountsRejoins()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        using var measurements = new Measurements(path);
        await using var group = new ZooKeeperGroup(client, path, new GroupOptions { MetricName = path });
        await using var member = await group.JoinAsync("a");
        Assert.IsEmpty(measurements.Of("rejoins"));

        await client.DeleteAsync(path + "/a");

        await Eventually.TrueAsync(() => measurements.Of("rejoins") is ["1 kind=group"]);
    }
}
