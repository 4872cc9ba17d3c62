using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Every published snapshot is compared with what the writer committed: the state at its zxid, exactly.</summary>
[TestClass]
public sealed class MirrorConsistencyTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Published_ShapeChurnWithoutPause_EverySnapshotIsTheStateAtItsZxid()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var published = await RunAsync(seed, TimeSpan.Zero, transactions: 1500, perSecond: int.MaxValue, writer => writer.CommitRandomAsync(operations: 6));
        Assert.IsGreaterThan(100, published, "too few snapshots to prove anything");
    }

    [TestMethod]
    public async Task Published_ShapeChurnThroughADelay_StatesKeepBeingPublished()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var published = await RunAsync(seed, TimeSpan.FromMilliseconds(3), transactions: 1500, perSecond: 250, writer => writer.CommitRandomAsync(operations: 3));
        Assert.IsGreaterThan(50, published, "too few snapshots to prove anything");
    }

    [TestMethod]
    public async Task Published_HotKeysThroughADelay_StatesKeepBeingPublished()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var published = await RunAsync(seed, TimeSpan.FromMilliseconds(3), transactions: 1500, perSecond: 250, writer => writer.CommitHotAsync(keys: 4, of: 20));
        Assert.IsGreaterThan(50, published, "too few snapshots to prove anything");
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
        var churn = ChurnAsync(writer, enough.Token);
        var snapshots = new List<TreeSnapshot>();
        for (var i = 0; i < 20; i++)
        {
            await using var client = await SharedServer.ConnectAsync();
            await using var mirror = client.Mirror(root);
            snapshots.Add(await mirror.NextAsync(null).WaitAsync(TestClient.Deadline));
        }

        await enough.CancelAsync();
        await churn;
        snapshots.ForEach(snapshot => AssertIsState(writer, snapshot, root));
    }

    private async Task<int> RunAsync(int seed, TimeSpan delay, int transactions, int perSecond, Func<TreeWriter, Task> commit)
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        proxy.Delay = delay;
        await using var writing = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        var writer = new TreeWriter(writing, root, seed);
        await writer.StartAsync(groups: 5, keys: 20);

        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString);
        await using var mirror = client.Mirror(root);
        await using var log = new SnapshotLog(mirror);
        var started = TimeProvider.System.GetTimestamp();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (writer.Count <= transactions)
        {
            await commit(writer);
            while (writer.Count > TimeProvider.System.GetElapsedTime(started).TotalSeconds * perSecond)
            {
                await pace.WaitForNextTickAsync();
            }
        }

        await Eventually.TrueAsync(() => log.All is [.., { } newest] && newest.Zxid >= writer.LastZxid);
        var snapshots = log.All;
        TestContext.WriteLine($"{transactions} transactions, {snapshots.Count} snapshots");
        foreach (var snapshot in snapshots)
        {
            AssertIsState(writer, snapshot, root);
        }

        foreach (var (earlier, later) in snapshots.Zip(snapshots.Skip(1)))
        {
            Assert.IsGreaterThan(earlier.Zxid, later.Zxid);
            AssertDifference(earlier, later, root);
        }

        return snapshots.Count;
    }

    private static async Task ChurnAsync(TreeWriter writer, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await writer.CommitRandomAsync(operations: 4);
        }
    }

    private static void AssertIsState(TreeWriter writer, TreeSnapshot snapshot, string root)
    {
        var expected = writer.StateAt(snapshot.Zxid);
        Assert.IsNotNull(expected);
        var actual = TreeWriter.StateOf(snapshot, root);
        var wrong = expected.Keys.Union(actual.Keys)
            .Where(path => expected.GetValueOrDefault(path) != actual.GetValueOrDefault(path))
            .Select(path => $"{path}: expected {expected.GetValueOrDefault(path, "nothing")}, was {actual.GetValueOrDefault(path, "nothing")}")
            .ToArray();
        Assert.IsEmpty(wrong, $"at zxid 0x{snapshot.Zxid:x}: {string.Join("; ", wrong.Take(5))}");
    }

    private static void AssertDifference(TreeSnapshot earlier, TreeSnapshot later, string root)
    {
        var (before, after) = (TreeWriter.StateOf(earlier, root), TreeWriter.StateOf(later, root));
        var (parentsBefore, parentsAfter) = (ParentsIn(before), ParentsIn(after));
        var expected = before.Keys.Union(after.Keys)
            .Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path) || parentsBefore.Contains(path) != parentsAfter.Contains(path))
            .Order(StringComparer.Ordinal);
        CollectionAssert.AreEqual(expected.ToArray(), later.Changes(earlier).Select(change => change.Path).Order(StringComparer.Ordinal).ToArray());
    }

    private static HashSet<string?> ParentsIn(IReadOnlyDictionary<string, string> state) => [.. state.Keys.Select(ZnodePath.ParentOf)];
}
