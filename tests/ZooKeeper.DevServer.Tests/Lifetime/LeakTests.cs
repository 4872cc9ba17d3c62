using System.Net.Sockets;
using ZooKeeper.Client;
using ZooKeeper.DevServer.Tests.Hostile;
using ZooKeeper.DevServer.Tests.Switches;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Lifetime;

/// <summary>What is left of servers that were. No finalizer has to close a file.</summary>
/// <remarks>Other tests of this process leave files and objects, which are closed and collected meanwhile. So each test counts what is left of each life.</remarks>
[TestClass]
[DoNotParallelize]
[OSCondition(OperatingSystems.Linux)]
public sealed class LeakTests
{
    private const int Lives = 200;
    private const int Connections = 1_000;

    [TestMethod]
    public async Task DisposeAsync_200Servers_NothingIsLeft()
    {
        await LiveAsync();
        await LiveAsync();
        var servers = new List<WeakReference>();
        var (memory, files) = (ManagedHeap.Live(), OpenFiles.Count); // in this order: what other tests have left is collected first
        for (var i = 0; i < Lives; i++)
        {
            servers.Add(await LiveAsync());
        }

        // So far this runs on the stack of the last server's life, which keeps the server.
        await Task.Yield();
        AssertClosed(files, Lives);
        var left = ManagedHeap.Live() - memory;
        Assert.AreEqual(0, servers.Count(server => server.IsAlive), "disposed servers that are not collected");
        Assert.IsLessThan(Lives * 16 * 1024, left, "bytes");
    }

    [TestMethod]
    public async Task Connections_1000ThatCameAndWent_NothingIsLeft()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var bystander = await Bystander.ConnectAsync(server);
        await ComeAndGoAsync(server, 10);
        var (memory, files) = (ManagedHeap.Live(), OpenFiles.Count);
        await ComeAndGoAsync(server, Connections);

        await Eventually.TrueAsync(() => OpenFiles.Count < files + (Connections / 2), because: $"about {files} files are open, as before");
        Assert.IsLessThan(Connections * 1_024, ManagedHeap.Live() - memory, "bytes");
        await bystander.GoesOnAsync();
    }

    [TestMethod]
    public async Task StartAsync_PortTaken_LeavesNothing()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await FailAsync(server.EndPoint.Port);
        var (memory, files) = (ManagedHeap.Live(), OpenFiles.Count);
        for (var i = 0; i < Lives; i++)
        {
            await FailAsync(server.EndPoint.Port);
        }

        AssertClosed(files, Lives);
        Assert.IsLessThan(Lives * 1_024, ManagedHeap.Live() - memory, "bytes");
    }

    private static void AssertClosed(int before, int lives) =>
        Assert.IsLessThan(before + (lives / 2), OpenFiles.Count, $"open files; {before} were open before {lives} lives");

    private static async Task<WeakReference> LiveAsync()
    {
        var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/a/b"] = "1" } });
        using var silent = await RawPeer.ConnectAsync(server);
        await using var session = await server.OpenAsync();
        (await session.AddWatchAsync("/")).Ok();
        (await session.CreateAsync("/mine", mode: CreateMode.Ephemeral)).Ok();
        await server.DisposeAsync();
        return new WeakReference(server);
    }

    private static async Task ComeAndGoAsync(ZooKeeperDevServer server, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await using var session = await server.OpenAsync();
            (await session.AddWatchAsync($"/watched-{i}")).Ok();
            (await session.ExistsAsync($"/missing-{i}", watch: true)).Failed(ErrorCode.NoNode);
            (await session.CreateAsync($"/mine-{i}", mode: CreateMode.Ephemeral)).Ok();
            await session.SendAsync(Client.Protocol.OpCode.CloseSession);
        }

        await Eventually.TrueAsync(async () => (await server.GetSessionsAsync()).Count == 1);
    }

    private static async Task FailAsync(int port) =>
        await Assert.ThrowsExactlyAsync<SocketException>(() => ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Port = port }));
}
