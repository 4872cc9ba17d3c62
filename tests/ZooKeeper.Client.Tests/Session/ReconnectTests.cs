using ZooKeeper.Client.Tests.Trees;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class ReconnectTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

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
        var (time, timeout) = (new ManualTime(), TimeSpan.FromSeconds(3));
        await using var client = await TestClient.ConnectAsync($"{proxy.ConnectionString},{dead}", options =>
        {
            options.SessionTimeout = timeout;
            options.TimeProvider = time;
        });
        var states = client.RecordStates();
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await states.NextAsync(state => state == SessionState.Disconnected);

        var request = client.GetDataAsync("/a");
        var waited = await time.AdvanceUntilAsync(() => request.IsCompleted, Step);
        Assert.IsGreaterThanOrEqualTo(timeout, waited, "it waits for a session timeout");
        var exception = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => request);
        Assert.Contains(proxy.ConnectionString, exception.Message);
        Assert.Contains(dead, exception.Message);
        Assert.Contains("could not be sent", exception.Message);

        proxy.RefuseConnections = false;
        await time.AdvanceUntilAsync(() => client.State == SessionState.Connected, Step);
        Assert.IsNotNull(await client.ExistsAsync("/").WaitAsync(TestClient.Deadline));
    }

    [TestMethod]
    public async Task ConnectionsLostAllTheTime_NoRequestHangsOrIsAnsweredTwice()
    {
        // The clock makes each connection so old that its loss is followed by the shortest pause. The session is never near its end.
        var time = new SkippingTime();
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options =>
        {
            options.SessionTimeout = TimeSpan.FromMinutes(1);
            options.TimeProvider = time;
        });
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        using var stop = new CancellationTokenSource();
        var dropping = Task.Run(async () =>
        {
            for (var drops = 0; drops < 20; drops++)
            {
                await Eventually.TrueAsync(() => client.State == SessionState.Connected && proxy.RequestCount > 200);
                proxy.ResetCounters();
                time.Skip(TimeSpan.FromSeconds(10));
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
