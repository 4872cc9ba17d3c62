using System.Collections.Concurrent;
using System.Diagnostics;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Telemetry;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Telemetry;

[TestClass]
public sealed class TracesTests
{
    [TestMethod]
    public async Task Acquire_ListenedTo_HasASpanOfTheWaitOnly()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        using var spans = new Spans(path);
        using var caller = new Activity("caller").Start();

        await using var held = await new ZooKeeperLock(client, path).AcquireAsync();
        Assert.AreSame(caller, Activity.Current);
        Assert.IsNull(await new ZooKeeperLock(client, path).TryAcquireAsync());

        var (first, second) = (spans.All.First(), spans.All.Last());
        Assert.AreEqual("zookeeper.coordination.acquire", first.OperationName);
        Assert.AreEqual(caller.SpanId, first.ParentSpanId);
        Assert.AreEqual(("lock", $"0x{held.Fence:x}", "acquired"), (Tag(first, "kind"), Tag(first, "fence"), Tag(first, "outcome")));
        Assert.AreEqual((null, "taken", ActivityStatusCode.Unset), (Tag(second, "fence"), Tag(second, "outcome"), second.Status));
    }

    [TestMethod]
    public void Names_OfTheMeterTheSourceAndTheSpan_AreThoseOfTheDocuments()
    {
        var page = Repository.Read("docs/coordination/hosting.md");

        Assert.Contains($"| meter | `{CoordinationActivities.Name}` |", page);
        Assert.Contains($"| activity source | `{CoordinationActivities.Name}` |", page);
        Assert.Contains("| log category | `ZooKeeper.Coordination`,", page);
        Assert.Contains("| `zookeeper.coordination.acquire` |", Repository.Read("docs/diagnostics.md"));
    }

    [TestMethod]
    public async Task Acquire_Fails_HasTheTypeOfTheErrorAndNoText()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, mode: CreateMode.Ephemeral);
        using var spans = new Spans(path);

        await Assert.ThrowsAsync<ZooKeeperException>(() => new ZooKeeperLock(client, path).AcquireAsync());

        var span = spans.All.Single();
        Assert.AreEqual((ActivityStatusCode.Error, null, typeof(ZooKeeperException).FullName), (span.Status, span.StatusDescription, span.GetTagItem("error.type")));
    }

    [TestMethod]
    public async Task Campaign_ListenedTo_HasNoSpan()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        using var spans = new Spans(path);

        await using var leadership = await new ZooKeeperElection(client, path).CampaignAsync();

        Assert.IsEmpty(spans.All);
    }

    private static object? Tag(Activity span, string name) => span.GetTagItem($"zookeeper.coordination.{name}");

    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly ActivityListener _listener;

        public Spans(string path)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "ZooKeeper.Coordination",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = span =>
                {
                    if (Equals(Tag(span, "path"), path))
                    {
                        _ended.Enqueue(span);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IEnumerable<Activity> All => _ended;

        public void Dispose() => _listener.Dispose();
    }
}
