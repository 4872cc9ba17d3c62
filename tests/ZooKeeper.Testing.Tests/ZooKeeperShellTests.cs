using System.Runtime.Versioning;

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
    [UnsupportedOSPlatform("windows")]
    [OSCondition(OperatingSystems.Linux | OperatingSystems.OSX)]
    public async Task RunAsync_NeverEnds_TimesOutWithOutput()
    {
        // Java may need seconds for its first word, so a script that says when it is out stands in for it.
        var home = Directory.CreateTempSubdirectory("java-");
        var (java, printed) = (Path.Combine(home.CreateSubdirectory("bin").FullName, "java"), Path.Combine(home.FullName, "printed"));
        await File.WriteAllTextAsync(java, $"#!/bin/sh\necho Connecting\n: >'{printed}'\nexec sleep 600\n");
        File.SetUnixFileMode(java, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var installation = ZooKeeperInstallation.Find(name => name == "JAVA_HOME" ? home.FullName : null, _ => true);
        var time = new ManualTime();

        var running = new ZooKeeperShell("127.0.0.1:1", installation) { Time = time }.RunAsync("ls", "/");
        await Eventually.TrueAsync(() => File.Exists(printed));
        Assert.IsFalse(running.IsCompleted);
        await Eventually.TrueAsync(() => time.Awaited(TimeSpan.FromMinutes(1)) == 1);
        time.Advance(TimeSpan.FromMinutes(1));

        var e = await Assert.ThrowsExactlyAsync<TimeoutException>(() => running);
        Assert.Contains("Connecting", e.Message);
        home.Delete(recursive: true);
    }
}
