using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees.OneShots;

/// <summary>On a server without recursive watches, too, every snapshot is exactly the state at its zxid.</summary>
public abstract class OneShotConsistencyTests
{
    public required TestContext TestContext { get; init; }

    private protected abstract int Port { get; }

    private string Root => $"/{TestContext.TestName}";

    [TestMethod]
    public async Task Published_ShapeChurn_EverySnapshotIsTheStateAtItsZxid()
    {
        await new ConsistencyRun(Port, Root, TestContext) { Transactions = Effort.Of(daily: 150, nightly: 300), PerSecond = 50, RestEvery = 15 }
            .RunAsync(writer => writer.CommitRandomAsync(operations: 6));
    }

    [TestMethod]
    public async Task Published_ShapeChurnThroughADelay_StatesKeepBeingPublished()
    {
        var run = new ConsistencyRun(Port, Root, TestContext) { Transactions = Effort.Of(daily: 125, nightly: 250), Delay = TimeSpan.FromMilliseconds(3), PerSecond = 30, RestEvery = 15 };
        await run.RunAsync(writer => writer.CommitRandomAsync(operations: 3));
    }

    [TestMethod]
    public async Task Published_HotKeysThroughADelay_StatesKeepBeingPublished()
    {
        var run = new ConsistencyRun(Port, Root, TestContext) { Transactions = Effort.Of(daily: 300, nightly: 600), Delay = TimeSpan.FromMilliseconds(3), PerSecond = 100, RestEvery = 15 };
        await run.RunAsync(writer => writer.CommitHotAsync(keys: 4, of: 20));
    }

    [TestMethod]
    public async Task Published_ConnectionIsLostAgainAndAgain_EverySnapshotIsTheStateAtItsZxid()
    {
        var run = new ConsistencyRun(Port, Root, TestContext)
        {
            Transactions = Effort.Of(daily: 150, nightly: 300),
            PerSecond = 60,
            RestEvery = 15,
            Fault = proxy =>
            {
                proxy.DropConnections();
                return Task.CompletedTask;
            },
        };
        await run.RunAsync(writer => writer.CommitRandomAsync(operations: 4));
    }

    [TestMethod]
    public async Task Published_ConnectionIsLostAgainAndAgainWithALargeTree_EverySnapshotIsTheStateAtItsZxid()
    {
        await using (var client = await OneShotMirror.ConnectAsync(Port))
        {
            await LargeTree.CreateAsync(client, Root + "-large");
        }

        var run = new ConsistencyRun(Port, Root, TestContext)
        {
            Transactions = Effort.Of(daily: 150, nightly: 300),
            PerSecond = 60,
            RestEvery = 15,
            AlsoMirrored = Root + "-large",
            Fault = proxy =>
            {
                proxy.DropConnections();
                return Task.CompletedTask;
            },
        };
        await run.RunAsync(writer => writer.CommitRandomAsync(operations: 4));
    }

    [TestMethod]
    public async Task Published_DuringTheFirstLoad_TheFirstSnapshotIsExactToo()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        await using var writing = await OneShotMirror.ConnectAsync(Port);
        var writer = new TreeWriter(writing, Root, seed);
        await writer.StartAsync(groups: 10, keys: 30);
        using var enough = new CancellationTokenSource();
        var churn = writer.ChurnAsync(enough.Token);
        var snapshots = new List<TreeSnapshot>();
        for (var i = 0; i < 5; i++)
        {
            await using var client = await OneShotMirror.ConnectAsync(Port);
            await using var mirror = client.Mirror(Root);
            snapshots.Add(await mirror.NextAsync(null).WaitAsync(OneShotMirror.Deadline));
        }

        await enough.CancelAsync();
        await churn;
        snapshots.ForEach(snapshot => ConsistencyRun.AssertIsState(writer, snapshot, Root));
    }
}
