namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Every published snapshot is exactly the state that the writer committed at its zxid.</summary>
[TestClass]
public sealed class MirrorConsistencyTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Published_ShapeChurnWithoutPause_EverySnapshotIsTheStateAtItsZxid()
    {
        var published = await Run(SharedServer.UniquePath()).RunAsync(writer => writer.CommitRandomAsync(operations: 6));
        Assert.IsGreaterThan(100, published, "too few snapshots to prove anything");
    }

    [TestMethod]
    public async Task Published_ShapeChurnThroughADelay_StatesKeepBeingPublished()
    {
        var published = await RunSlowly(SharedServer.UniquePath()).RunAsync(writer => writer.CommitRandomAsync(operations: 3));
        Assert.IsGreaterThan(50, published, "too few snapshots to prove anything");
    }

    [TestMethod]
    public async Task Published_HotKeysThroughADelay_StatesKeepBeingPublished()
    {
        var published = await RunSlowly(SharedServer.UniquePath()).RunAsync(writer => writer.CommitHotAsync(keys: 4, of: 20));
        Assert.IsGreaterThan(50, published, "too few snapshots to prove anything");
    }

    [TestMethod]
    public async Task Published_AllKeysRewrittenThroughALongDelay_StatesKeepBeingPublished()
    {
        var published = await RunFar(SharedServer.UniquePath()).RunAsync(writer => writer.CommitHotAsync(keys: 100, of: 20));
        Assert.IsGreaterThan(10, published, "too few snapshots to prove anything");
    }

    [TestMethod]
    public async Task Published_TreeGrowsThroughALongDelay_StatesKeepBeingPublished()
    {
        var published = await RunFar(SharedServer.UniquePath()).RunAsync(writer => writer.CommitGrowthAsync());
        Assert.IsGreaterThan(10, published, "too few snapshots to prove anything");
    }

    [TestMethod]
    public async Task Published_DuringTheFirstLoad_TheFirstSnapshotIsExactToo()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        await using var writing = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        var writer = new TreeWriter(writing, root, seed);
        await writer.StartAsync(groups: 20, keys: 50);
        using var enough = new CancellationTokenSource();
        var churn = writer.ChurnAsync(enough.Token);
        var snapshots = new List<TreeSnapshot>();
        for (var i = 0; i < 20; i++)
        {
            await using var client = await SharedServer.ConnectAsync();
            await using var mirror = client.Mirror(root);
            snapshots.Add(await mirror.NextAsync(null).WaitAsync(TestClient.Deadline));
        }

        await enough.CancelAsync();
        await churn;
        snapshots.ForEach(snapshot => ConsistencyRun.AssertIsState(writer, snapshot, root));
    }

    private ConsistencyRun Run(string root) => new(SharedServer.Server.Port, root, TestContext);

    private ConsistencyRun RunSlowly(string root) => new(SharedServer.Server.Port, root, TestContext) { Delay = TimeSpan.FromMilliseconds(3), PerSecond = 250 };

    // Many transactions are committed while one request is in flight, and each writes some of the same keys.
    private ConsistencyRun RunFar(string root) => new(SharedServer.Server.Port, root, TestContext) { Delay = TimeSpan.FromMilliseconds(60), PerSecond = 250 };
}
