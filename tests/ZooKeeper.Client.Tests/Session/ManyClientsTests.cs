using System.Diagnostics;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
[TestCategory("Alone")]
[DoNotParallelize]
public sealed class ManyClientsTests
{
    private const int Count = 300;

    [TestMethod]
    public async Task HundredsOfIdleClients_NeedNoThreadEach_AndAllStayConnected()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        var (before, time) = (Threads(), new ManualTime());
        var clients = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => TestClient.ConnectAsync(proxy.ConnectionString, options =>
        {
            options.SessionTimeout = TimeSpan.FromMinutes(1);
            options.TimeProvider = time;
        })));
        var sessions = await Task.WhenAll(clients.Select(client => client.GetSessionAsync()));
        var states = new Recorder<SessionState>();
        Array.ForEach(clients, client => client.StateChanged += states.Add);

        for (var pings = Count; pings <= 3 * Count; pings += Count)
        {
            time.Advance(clients[0].SessionTimeout / 3);
            HeartbeatClock.Wake();
            await Eventually.TrueAsync(() => proxy.PingCount == pings && sessions.All(session => session.TimeLeft > 2 * session.Timeout / 3), because: "each ping is answered");
        }

        Assert.IsTrue(states.IsEmpty, "no connection was lost");
        Assert.IsLessThan(before + 50, Threads());
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask())).WaitAsync(TestClient.Deadline);
    }

    private static int Threads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
