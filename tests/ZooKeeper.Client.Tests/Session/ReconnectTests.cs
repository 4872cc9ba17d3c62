using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class ReconnectTests
{
    [TestMethod]
    public async Task ConnectionLost_TheSessionGoesOn()
    {
        await using var away = await Away.ConnectAsync();
        var path = SharedServer.UniquePath();
        await away.Client.CreateAsync(path, mode: CreateMode.Ephemeral);
        var session = away.Client.SessionId;
        await away.WhileAwayAsync(async () => Assert.IsNotNull(await away.Other.ExistsAsync(path)));
        Assert.AreEqual(session, away.Client.SessionId);
        Assert.IsNotNull(await away.Client.ExistsAsync(path));
        Assert.AreEqual(session, (await away.Client.CreateAsync(path + "-2", mode: CreateMode.Ephemeral)).Stat.EphemeralOwner);
    }

    [TestMethod]
    public async Task ServerRestarted_TheSessionGoesOn_AndWaitingRequestsSucceedInOrder()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.SessionTimeout = TimeSpan.FromSeconds(30));
        var states = client.RecordStates();
        var session = client.SessionId;
        await client.CreateAsync("/a", mode: CreateMode.Ephemeral);
        await client.CreateAsync("/b");

        await server.KillAsync();
        await states.NextAsync(state => state == SessionState.Disconnected);
        var writes = Enumerable.Range(1, 100).Select(_ => client.SetDataAsync("/b", null)).ToArray();
        await server.StartAgainAsync();

        var versions = (await Task.WhenAll(writes).WaitAsync(TestClient.Deadline)).Select(stat => stat.Version).ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(1, 100).ToArray(), versions);
        Assert.AreEqual(session, client.SessionId);
        Assert.IsNotNull(await client.ExistsAsync("/a"));
    }

    [TestMethod]
    public async Task Request_NoServerForASessionTimeout_FailsAndNamesTheServers()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        var dead = $"127.0.0.1:{FreePort.Next()}";
        await using var client = await TestClient.ConnectAsync($"{proxy.ConnectionString},{dead}", options => options.SessionTimeout = TimeSpan.FromSeconds(2));
        var states = client.RecordStates();
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await states.NextAsync(state => state == SessionState.Disconnected);

        var started = TimeProvider.System.GetTimestamp();
        var exception = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => client.GetDataAsync("/a").WaitAsync(TestClient.Deadline));
        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromSeconds(1.9), TimeProvider.System.GetElapsedTime(started), "it waits for a session timeout");
        Assert.Contains(proxy.ConnectionString, exception.Message);
        Assert.Contains(dead, exception.Message);
        Assert.Contains("could not be sent", exception.Message);

        proxy.RefuseConnections = false;
        await states.NextAsync(state => state == SessionState.Connected);
        Assert.IsNotNull(await client.ExistsAsync("/").WaitAsync(TestClient.Deadline));
    }

    [TestMethod]
    public async Task ConnectionsLostAllTheTime_NoRequestHangsOrIsAnsweredTwice()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options => options.SessionTimeout = TimeSpan.FromSeconds(2));
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        using var stop = new CancellationTokenSource();
        var dropping = Task.Run(async () =>
        {
            for (var drops = 0; drops < 20; drops++)
            {
                await Eventually.TrueAsync(() => client.State == SessionState.Connected && proxy.RequestCount > 200);
                proxy.ResetCounters();
                proxy.DropConnections();
            }

            await stop.CancelAsync();
        });
        var workers = Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            var (done, lost) = (0, 0);
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await client.SetDataAsync(path, null).WaitAsync(TestClient.Deadline);
                    done++;
                }
                catch (ConnectionLossException)
                {
                    lost++;
                }
            }

            return (done, lost);
        })).ToArray();

        await dropping;
        var counts = await Task.WhenAll(workers);
        var (done, lost) = (counts.Sum(count => count.done), counts.Sum(count => count.lost));
        var version = (await client.ExistsAsync(path))!.Value.Version;
        Assert.IsGreaterThanOrEqualTo(done, version, "what was answered was done");
        Assert.IsLessThanOrEqualTo(done + lost, version, "what was done was asked for");
        Assert.IsGreaterThan(0, lost);
    }
}
