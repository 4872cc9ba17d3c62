using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reloading;

/// <summary>Faults of a server: it is killed, paused, and comes back without its data.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class ServerFaultTests
{
    private static ITestServer Server = null!;

    [ClassInitialize]
    public static async Task StartServerAsync(TestContext _) => Server = await TestServers.StartAsync();

    [ClassCleanup]
    public static async Task StopServerAsync() => await Server.DisposeAsync();

    [TestMethod]
    public async Task Kill_AndRestart_ValuesStayAndAreFollowedAgain()
    {
        await using var tree = await Subtree.NewAsync(Server.ConnectionString);
        await tree.SetAsync("Title", "one");
        using var configuration = tree.Load();

        await Server.KillAsync();
        await Eventually.TrueAsync(() => configuration.Status().IsStale);
        Assert.AreEqual("one", configuration["Title"]);

        await Server.StartAgainAsync();
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
    }

    [TestMethod]
    public async Task Pause_LongerThanSession_ValuesStayAndAreFollowedAgain()
    {
        await using var tree = await Subtree.NewAsync(Server.ConnectionString);
        await tree.SetAsync("Title", "one");
        using var configuration = tree.Load(options => options.Connection.SessionTimeout = TimeSpan.FromSeconds(1));

        await Server.PauseAsync();
        await Eventually.TrueAsync(() => configuration.Status() is { IsStale: true, Session: not SessionState.Connected });
        Assert.AreEqual("one", configuration["Title"]);

        await Server.ResumeAsync();
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
    }

    [TestMethod]
    public async Task Wipe_LooksEmpty_KeepsLastGoodUntilFilledAgain()
    {
        await using var tree = await Subtree.NewAsync(Server.ConnectionString);
        await tree.SetAsync("Title", "one");
        using var configuration = tree.Load(options => options.Connection.SessionTimeout = TimeSpan.FromSeconds(1));

        await Server.KillAsync();
        await Server.WipeAsync();
        await Server.StartAgainAsync();
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);
        Assert.AreEqual("one", configuration["Title"]);

        await using var filler = await ZooKeeperClient.ConnectAsync(Server.ConnectionString);
        await filler.MultiAsync(new Multi().Create(tree.Path, null).Create(tree.PathOf("Title"), "two"u8.ToArray()));
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
    }
}
