using System.Collections.Concurrent;
using System.Net.Sockets;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Switches;

[TestClass]
public sealed class RefuseAndDropTests
{
    private const int Rounds = 100;

    [TestMethod]
    public async Task RefuseAndDrop_WhileClientsConnect_LeaveNoConnection()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var enough = new CancellationTokenSource();
        var open = new ConcurrentQueue<RawSession>();
        Task[] connecting = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => ConnectAsync(server, open, enough.Token)))];
        for (var round = 0; round < Rounds; round++)
        {
            await Eventually.TrueAsync(() => IsAnyConnectedAsync(server));
            server.RefuseConnections = true;
            await server.DropConnectionsAsync();
            await Eventually.TrueAsync(async () => !await IsAnyConnectedAsync(server), because: $"no connection has slipped through in round {round}");
            await server.ExpireAllSessionsAsync();
            while (open.TryDequeue(out var session))
            {
                await session.DisposeAsync();
            }

            server.RefuseConnections = false;
        }

        await enough.CancelAsync();
        await Task.WhenAll(connecting);
        foreach (var session in open)
        {
            await session.DisposeAsync();
        }
    }

    private static async Task<bool> IsAnyConnectedAsync(ZooKeeperDevServer server) => (await server.GetSessionsAsync()).Any(session => session.IsConnected);

    private static async Task ConnectAsync(ZooKeeperDevServer server, ConcurrentQueue<RawSession> open, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            try
            {
                open.Enqueue(await RawSession.ConnectAsync(server.EndPoint.Port, TimeSpan.FromSeconds(60), cancellationToken: CancellationToken.None));
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // Refused or dropped.
            }
        }
    }
}
