using System.Globalization;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>After a reconnect, a mirror compares the Stats of a tree instead of reading it again. On a fast machine it would not, so these tests choose the way.</summary>
[TestClass]
public sealed class MirrorComparisonTests
{
    private const int GetData = 4;
    private const int MultiRead = 22;

    private static ZooKeeperServer? s_server;

    public required TestContext TestContext { get; init; }

    private string Root => $"/{TestContext.TestName}";

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_server = await ZooKeeperServer.StartAsync(cancellationToken: context.CancellationToken);

    [ClassCleanup]
    public static async Task StopAsync() => await (s_server?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task Reconnect_ThousandsOfZnodesOfFourKilobytesUnchanged_MovesAtMostFivePercentAndLeavesNoWatch()
    {
        await using var away = await ConnectAsync();
        await away.Other.CreateAsync(Root);
        foreach (var keys in Enumerable.Range(0, Effort.Of(daily: 3_000, nightly: 10_000)).Chunk(200))
        {
            var multi = new Multi();
            foreach (var key in keys)
            {
                multi.Create(string.Create(CultureInfo.InvariantCulture, $"{Root}/k{key:00000}"), new byte[4096]);
            }

            await away.Other.MultiAsync(multi);
        }

        away.Proxy.ResetCounters();
        await using var mirror = away.Client.Mirror(Root);
        await mirror.NextAsync(null).WaitAsync(TimeSpan.FromMinutes(1));
        var loaded = away.Proxy.BytesToClient + away.Proxy.BytesToServer;
        var watches = await CountWatchesAsync();
        away.Proxy.ResetCounters();
        await WhileAwayAsync(away, mirror, () => away.Other.CreateAsync(Root + "-elsewhere"));
        var compared = away.Proxy.BytesToClient + away.Proxy.BytesToServer;
        TestContext.WriteLine($"{loaded} bytes to load, {compared} bytes to compare");

        Assert.IsLessThanOrEqualTo(loaded / 20, compared);
        Assert.AreEqual(watches, await CountWatchesAsync());
        Assert.AreEqual(0L, away.Proxy.Requests.GetValueOrDefault(GetData) + away.Proxy.Requests.GetValueOrDefault(MultiRead));
    }

    [TestMethod]
    public async Task Reconnect_ChangesOfEveryKind_AreAllSeenAndNothingElseIsRead()
    {
        await using var away = await ConnectAsync();
        await LargeTree.CreateAsync(away.Other, Root);
        await away.Other.MultiAsync(new Multi()
            .Create(Root + "/written", [1]).Create(Root + "/deleted", [1]).Create(Root + "/again", [1]).Create(Root + "/again/old", [1])
            .Create(Root + "/stays", [1]).Create(Root + "/stays/deep", [1]).Create(Root + "/hidden", [1]));
        await using var mirror = away.Client.Mirror(Root, Root + "-missing");
        await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        await using var log = new SnapshotLog(mirror);
        away.Proxy.ResetCounters();
        await WhileAwayAsync(away, mirror, async () =>
        {
            await away.Other.SetAclAsync(Root + "/hidden", [new Acl(Permissions.All & ~Permissions.Read, "world", "anyone")]);
            await away.Other.MultiAsync(new Multi()
                .SetData(Root + "/written", [2]).Delete(Root + "/deleted").Delete(Root + "/again/old").Delete(Root + "/again")
                .Create(Root + "/again", [2]).Create(Root + "/again/new", [2]).Create(Root + "/stays/deep/new", [2]).Create(Root + "-missing", [2]));
        });

        Assert.AreEqual(2, ValueOf(mirror, "/written"));
        Assert.AreEqual(2, ValueOf(mirror, "/again"));
        Assert.AreEqual(2, ValueOf(mirror, "/again/new"));
        Assert.AreEqual(2, ValueOf(mirror, "/stays/deep/new"));
        Assert.AreEqual(2, ValueOf(mirror, "-missing"));
        Assert.IsNull(mirror.Current!.Find(Root + "/deleted"));
        Assert.IsNull(mirror.Current.Find(Root + "/again/old"));
        CollectionAssert.AreEqual(new[] { Root + "/hidden" }, mirror.UnreadablePaths.ToArray());
        Assert.AreEqual(1, mirror.Current.Find(Root + "/hidden")!.LastReadable!.Data!.Value.Span[0]);
        Assert.IsLessThan(LargeTree.ZnodeLength, away.Proxy.BytesToClient);
        log.AssertAlwaysThere(Root, Root + "/written", Root + "/again", Root + "/stays/deep");
    }

    [TestMethod]
    public async Task Published_ConnectionIsLostAgainAndAgain_EverySnapshotIsTheStateAtItsZxid()
    {
        await using var client = await TestClient.ConnectAsync(s_server!.ConnectionString);
        await LargeTree.CreateAsync(client, Root + "-large");
        var run = new ConsistencyRun(s_server.Port, Root, TestContext)
        {
            Snapshots = 20,
            AlsoMirrored = Root + "-large",
            VerifiesByReading = () => false,
            Fault = DropConnectionsAsync,
        };
        await run.RunAsync(writer => writer.CommitRandomAsync(operations: 4));
    }

    [TestMethod]
    public async Task Published_WayOfVerifyingChangesByChance_AreExact()
    {
        var run = new ConsistencyRun(s_server!.Port, Root, TestContext)
        {
            Transactions = 500,
            Delay = TimeSpan.FromMilliseconds(2),
            PerSecond = 100,
            VerifiesByReading = () => Random.Shared.Next(4) == 0,
            FaultEvery = 100,
            WritesDuringRecovery = true,
            Fault = DropConnectionsAsync,
        };
        await run.RunAsync(writer => writer.CommitRandomAsync(operations: 3));
    }

    [TestMethod]
    public async Task Published_WritesThroughoutTheComparison_AreExact()
    {
        await using var client = await TestClient.ConnectAsync(s_server!.ConnectionString);
        await LargeTree.CreateAsync(client, Root + "-large");
        var run = new ConsistencyRun(s_server.Port, Root, TestContext)
        {
            Transactions = 600,
            Delay = TimeSpan.FromMilliseconds(2),
            PerSecond = 100,
            AlsoMirrored = Root + "-large",
            VerifiesByReading = () => false,
            FaultEvery = 100,
            WritesDuringRecovery = true,
            Fault = DropConnectionsAsync,
        };
        await run.RunAsync(writer => writer.CommitRandomAsync(operations: 3));
    }

    private static Task<Away> ConnectAsync() => Away.ConnectAsync(s_server!.Port, options =>
    {
        options.SessionTimeout = TimeSpan.FromSeconds(20);
        options.VerifiesByReading = () => false;
    });

    private static async Task WhileAwayAsync(Away away, ZooKeeperMirror mirror, Func<Task> action)
    {
        await away.WhileAwayAsync(action);
        await Eventually.TrueAsync(() => !mirror.IsStale);
    }

    private static async Task<long> CountWatchesAsync()
    {
        var line = (await s_server!.FourLetterWordAsync("mntr")).Split('\n').Single(line => line.StartsWith("zk_watch_count", StringComparison.Ordinal));
        return long.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture);
    }

    private byte ValueOf(ZooKeeperMirror mirror, string path) => mirror.Current!.Find(Root + path)!.Data!.Value.Span[0];

    private static Task DropConnectionsAsync(LoopbackProxy proxy)
    {
        proxy.DropConnections();
        return Task.CompletedTask;
    }
}
