using System.Diagnostics;

namespace ZooKeeper.Testing.Tests;

[TestClass]
public sealed class ZooKeeperServerTests
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(20);

    [TestMethod]
    public async Task StartAsync_Default_ServesSessions()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var session = await RawSession.ConnectAsync(server.Port, SessionTimeout);

        Assert.AreNotEqual(0, session.SessionId);
        Assert.AreEqual(SessionTimeout, session.SessionTimeout);
        Assert.AreEqual($"127.0.0.1:{server.Port}", server.ConnectionString);
        Assert.Contains("Mode: standalone", await server.FourLetterWordAsync("srvr"));
    }

    [TestMethod]
    public async Task StartAsync_Options_ReachServer()
    {
        await using var server = await ZooKeeperServer.StartAsync(new()
        {
            TickTime = TimeSpan.FromMilliseconds(200),
            JavaArguments = ["-Duser.home=/elsewhere"],
            ExtraConfiguration = new Dictionary<string, string> { ["maxClientCnxns"] = "7" },
        });
        await using var session = await RawSession.ConnectAsync(server.Port, TimeSpan.FromMilliseconds(1));

        Assert.AreEqual(TimeSpan.FromMilliseconds(400), session.SessionTimeout);
        Assert.Contains("maxClientCnxns=7", await server.FourLetterWordAsync("conf"));
        Assert.Contains("user.home=/elsewhere", await server.FourLetterWordAsync("envi"));
    }

    [TestMethod]
    public async Task RestartAsync_Running_KeepsPortAndData()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        var shell = new ZooKeeperShell(server.ConnectionString);
        await shell.RunAsync("create", "/kept", "value");
        var (port, processId) = (server.Port, server.ProcessId);

        await server.RestartAsync();

        Assert.AreEqual(port, server.Port);
        Assert.AreNotEqual(processId, server.ProcessId);
        Assert.Contains("value", await shell.RunAsync("get", "/kept"));
    }

    [TestMethod]
    public async Task WipeAsync_Stopped_LosesData()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        var shell = new ZooKeeperShell(server.ConnectionString);
        await shell.RunAsync("create", "/lost", "value");

        await server.StopAsync();
        await server.WipeAsync();
        await server.StartAgainAsync();

        Assert.DoesNotContain("lost", await shell.RunAsync("ls", "/"));
    }

    [TestMethod]
    public async Task WipeAsync_Running_Throws()
    {
        await using var server = await ZooKeeperServer.StartAsync();

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(server.WipeAsync);
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => server.StartAgainAsync());
    }

    [TestMethod]
    public async Task PauseAsync_Running_AnswersNothingUntilResumed()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var session = await RawSession.ConnectAsync(server.Port, SessionTimeout);

        await server.PauseAsync();
        var ping = session.RequestAsync(OpCode.Ping);
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => ping.WaitAsync(TimeSpan.FromMilliseconds(200)));
        Assert.IsTrue(server.IsRunning);

        await server.ResumeAsync();
        await ping;
    }

    [TestMethod]
    public async Task KillAsync_Paused_EndsProcess()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        var processId = server.ProcessId;
        await server.PauseAsync();

        await server.KillAsync();

        Assert.IsFalse(server.IsRunning);
        Assert.ThrowsExactly<ArgumentException>(() => Process.GetProcessById(processId));
        Assert.ThrowsExactly<InvalidOperationException>(() => server.ProcessId);
    }

    [TestMethod]
    public async Task DisposeAsync_Running_LeavesNothingBehind()
    {
        var server = await ZooKeeperServer.StartAsync();
        var processId = server.ProcessId;
        var dataLine = (await server.FourLetterWordAsync("conf")).Split('\n').Single(line => line.StartsWith("dataDir=", StringComparison.Ordinal));
        var data = dataLine["dataDir=".Length..];
        Assert.IsTrue(Directory.Exists(data));

        await server.DisposeAsync();

        Assert.IsFalse(Directory.Exists(Path.GetFullPath(Path.Combine(data, "..", ".."))));
        Assert.ThrowsExactly<ArgumentException>(() => Process.GetProcessById(processId));
    }

    [TestMethod]
    public async Task StartAsync_BadConfiguration_ShowsLog()
    {
        var options = new ZooKeeperServerOptions
        {
            ExtraConfiguration = new Dictionary<string, string> { ["tickTime"] = "nonsense" },
        };

        var e = await Assert.ThrowsExactlyAsync<ZooKeeperStartException>(() => ZooKeeperServer.StartAsync(options));

        Assert.Contains("nonsense", e.Message);
    }

    [TestMethod]
    public async Task StartAsync_PortOfAnotherServer_IsNotMistakenForOwn()
    {
        await using var other = await ZooKeeperServer.StartAsync();
        var configuration = new ServerConfiguration(new(), other.Port, member: null);
        await using var server = new ZooKeeperServer(configuration);

        var e = await Assert.ThrowsExactlyAsync<ZooKeeperStartException>(() => server.StartAgainAsync());

        Assert.IsTrue(e.IsPortTaken, e.Message);
    }
}
