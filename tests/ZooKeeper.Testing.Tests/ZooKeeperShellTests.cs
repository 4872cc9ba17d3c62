namespace ZooKeeper.Testing.Tests;

[TestClass]
public sealed class ZooKeeperShellTests
{
    private static ZooKeeperServer Server = null!;

    private static ZooKeeperShell Shell => new(Server.ConnectionString);

    [ClassInitialize]
    public static async Task StartServerAsync(TestContext _) => Server = await ZooKeeperServer.StartAsync();

    [ClassCleanup]
    public static async Task StopServerAsync() => await Server.DisposeAsync();

    [TestMethod]
    public async Task RunAsync_CreateAndGet_RoundTrips()
    {
        await Shell.RunAsync("create", "/näme", "two wörds");

        Assert.Contains("two wörds", await Shell.RunAsync("get", "/näme"));
    }

    [TestMethod]
    public async Task RunAsync_MissingZnode_FailsWithOutput()
    {
        var e = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => Shell.RunAsync("get", "/missing"));

        Assert.Contains("Node does not exist: /missing", e.Message);
    }

    [TestMethod]
    public async Task RunScriptAsync_SeveralCommands_RunInOneSession()
    {
        var output = await Shell.RunScriptAsync("create -e /script mine", "get /script");

        Assert.Contains("mine", output);
        Assert.DoesNotContain("script", await Shell.RunAsync("ls", "/"));
    }

    [TestMethod]
    public async Task RunScriptAsync_LastCommandFails_Fails() =>
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => Shell.RunScriptAsync("ls /", "get /missing"));

    [TestMethod]
    public async Task RunAsync_NoServer_TimesOutWithOutput()
    {
        var shell = new ZooKeeperShell($"127.0.0.1:{FreePort.Next()}") { Timeout = TimeSpan.FromSeconds(2) };

        var e = await Assert.ThrowsExactlyAsync<TimeoutException>(() => shell.RunAsync("ls", "/"));

        Assert.Contains("Connecting to 127.0.0.1", e.Message);
    }
}
