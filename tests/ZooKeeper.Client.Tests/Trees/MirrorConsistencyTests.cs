using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Every published snapshot is exactly the state that the writer committed at its zxid.</summary>
[TestClass]
public sealed class MirrorConsistencyTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Published_ShapeChurnWithoutPause_EverySnapshotIsTheStateAtItsZxid()
    {
        await Run(SharedServer.UniquePath(), snapshots: Effort.Of(daily: 30, nightly: 100)).RunAsync(writer => writer.CommitRandomAsync(operations: 6));
    }

    [TestMethod]
    public async Task Published_ShapeChurnThroughADelay_StatesKeepBeingPublished()
    {
        await RunSlowly(SharedServer.UniquePath(), snapshots: 50).RunAsync(writer => writer.CommitRandomAsync(operations: 3));
    }

    [TestMethod]
    public async Task Published_HotKeysThroughADelay_StatesKeepBeingPublished()
    {
        await RunSlowly(SharedServer.UniquePath(), snapshots: 50).RunAsync(writer => writer.CommitHotAsync(keys: 4, of: 20));
    }

    [TestMethod]
    public async Task Published_AllKeysRewrittenThroughALongDelay_StatesKeepBeingPublished()
    {
        await RunFar(SharedServer.UniquePath(), snapshots: 10).RunAsync(writer => writer.CommitHotAsync(keys: 100, of: 20));
    }

    [TestMethod]
    public async Task Published_TreeGrowsThroughALongDelay_StatesKeepBeingPublished()
    {
        await RunFar(SharedServer.UniquePath(), snapshots: 10).RunAsync(writer => writer.CommitGrowthAsync());
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

    private ConsistencyRun Run(string root, int snapshots) => new(SharedServer.Server.Port, root, TestContext) { Snapshots = snapshots };

    private ConsistencyRun RunSlowly(string root, int snapshots) => new(SharedServer.Server.Port, root, TestContext)
    {
        Delay = TimeSpan.FromMilliseconds(3),
        PerSecond = 250,
        Snapshots = snapshots,
    };

    // Many transactions are committed while one request is in flight, and each writes some of the same keys.
    private ConsistencyRun RunFar(string root, int snapshots) => new(SharedServer.Server.Port, root, TestContext)
    {
        Delay = TimeSpan.FromMilliseconds(60),
        PerSecond = 250,
        Snapshots = snapshots,
    };
}
