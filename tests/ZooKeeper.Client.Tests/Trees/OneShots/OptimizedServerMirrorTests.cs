using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees.OneShots;

[TestClass]
public sealed class OptimizedServerMirrorTests : OneShotMirrorTests
{
    private static ZooKeeperServer? s_server;

    private protected override int Port => s_server!.Port;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_server = await OptimizedServer.StartAsync(context);

    [ClassCleanup]
    public static async Task StopAsync() => await (s_server?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task Dispose_Mirror_LeavesNoWatchOnTheServer()
    {
        await using var client = await OneShotMirror.ConnectAsync(Port);
        await client.MultiAsync(new Multi().Create("/disposed", null).Create("/disposed/a", null).Create("/disposed/a/b", null));
        var mirror = client.Mirror("/disposed");
        await mirror.NextAsync(null).WaitAsync(OneShotMirror.Deadline);
        Assert.Contains("/disposed/a/b", await s_server!.FourLetterWordAsync("wchp"));
        await mirror.DisposeAsync();
        await client.ExistsAsync("/"); // after the removal of the watches, on the same connection

        Assert.DoesNotContain("/disposed", await s_server.FourLetterWordAsync("wchp"));
    }

    [TestMethod]
    public async Task OneShot_SentBehindTheRefusedRecursiveWatch_MissesNothing()
    {
        await using var other = await OneShotMirror.ConnectAsync(Port);
        await other.CreateAsync("/behind", [1]);
        for (byte i = 0; i < 10; i++)
        {
            await using var proxy = await LoopbackProxy.StartAsync(Port);
            await using var late = await OneShotMirror.ConnectAsync(proxy.Port);
            await using var mirror = late.Mirror("/behind");
            var fired = new TaskCompletionSource();
            await late.GetDataAsync("/behind", _ => fired.TrySetResult());
            await other.SetDataAsync("/behind", [i]);
            await fired.Task.WaitAsync(OneShotMirror.Deadline);
        }
    }

    [TestMethod]
    public async Task AddWatch_BelowAMirror_IsRefusedAsElsewhere()
    {
        await using var client = await OneShotMirror.ConnectAsync(Port);
        await using var mirror = client.Mirror("/none");
        var early = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.AddWatchAsync("/none/a", WatchMode.Persistent, _ => { }));
        await mirror.NextAsync(null).WaitAsync(OneShotMirror.Deadline);
        var late = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.AddWatchAsync("/none/a", WatchMode.Persistent, _ => { }));

        Assert.AreEqual(ErrorCode.MarshallingError, early.ErrorCode);
        Assert.AreEqual(ErrorCode.MarshallingError, late.ErrorCode);
    }
}
