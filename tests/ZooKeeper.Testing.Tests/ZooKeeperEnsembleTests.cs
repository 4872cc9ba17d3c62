namespace ZooKeeper.Testing.Tests;

[TestClass]
public sealed class ZooKeeperEnsembleTests
{
    private static ZooKeeperEnsemble Ensemble = null!;

    [ClassInitialize]
    public static async Task StartEnsembleAsync(TestContext _) => Ensemble = await ZooKeeperEnsemble.StartAsync();

    [ClassCleanup]
    public static async Task StopEnsembleAsync() => await Ensemble.DisposeAsync();

    [TestMethod]
    public async Task StartAsync_Default_AllServeAndOneLeads()
    {
        var modes = await Task.WhenAll(Ensemble.Servers.Select(server => server.FourLetterWordAsync("srvr")));

        Assert.HasCount(3, Ensemble.ConnectionString.Split(','));
        Assert.HasCount(1, modes.Where(mode => mode.Contains("Mode: leader", StringComparison.Ordinal)));
        Assert.HasCount(2, modes.Where(mode => mode.Contains("Mode: follower", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task KillAsync_Leader_AnotherLeadsWithAllData()
    {
        var leader = await Ensemble.FindLeaderAsync();
        await new ZooKeeperShell(leader.ConnectionString).RunAsync("create", "/kept", "value");

        await leader.KillAsync();
        var next = await Ensemble.FindLeaderAsync();

        Assert.AreNotSame(leader, next);
        Assert.Contains("value", await new ZooKeeperShell(next.ConnectionString).RunAsync("get", "/kept"));
        await leader.StartAgainAsync();
        Assert.Contains("value", await new ZooKeeperShell(leader.ConnectionString).RunAsync("get", "/kept"));
    }

    [TestMethod]
    public async Task PauseAsync_Leader_AnotherLeads()
    {
        var leader = await Ensemble.FindLeaderAsync();

        await leader.PauseAsync();
        var next = await Ensemble.FindLeaderAsync();
        await leader.ResumeAsync();

        Assert.AreNotSame(leader, next);
        await Eventually.TrueAsync(async () => (await leader.FourLetterWordAsync("srvr")).Contains("Mode: follower", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task StartAgainAsync_WasKilledAfterTheSnapshotOfANewLeader_Serves()
    {
        var leader = await Ensemble.FindLeaderAsync();
        await new ZooKeeperShell(leader.ConnectionString).RunAsync("create", "/before", "value");
        var follower = Ensemble.Servers.First(server => server != leader);
        await follower.KillAsync();
        await File.WriteAllTextAsync(follower.CurrentEpochFile, "0");

        await follower.StartAgainAsync();

        Assert.Contains("value", await new ZooKeeperShell(follower.ConnectionString).RunAsync("get", "/before"));
    }
}
