using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class EnsembleTests
{
    private static ZooKeeperEnsemble s_ensemble = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_ensemble = await ZooKeeperEnsemble.StartAsync(cancellationToken: context.CancellationToken);

    [ClassCleanup]
    public static async Task StopAsync() => await s_ensemble.DisposeAsync();

    [TestInitialize]
    public Task AllRunAsync() => Task.WhenAll(s_ensemble.Servers.Where(server => !server.IsRunning).Select(server => server.StartAgainAsync()));

    [TestMethod]
    public async Task ServerKilled_TheSessionMovesToAnother_WithEphemeralsIdentitiesAndWatches()
    {
        var path = SharedServer.UniquePath();
        await using var client = await TestClient.ConnectAsync(s_ensemble.ConnectionString, options =>
        {
            options.SessionTimeout = TimeSpan.FromSeconds(30);
            options.DigestIdentities.Add(new DigestIdentity("me", "pw"));
        });
        var states = client.RecordStates();
        var session = client.SessionId;
        await client.CreateAsync(path, acl: [Acl.Digest(Permissions.All, "me", "pw")]);
        await client.CreateAsync(path + "/ephemeral", mode: CreateMode.Ephemeral);
        var (oneShot, recursive) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());
        await client.GetDataAsync(path, oneShot.Add);
        await client.AddWatchAsync(path, WatchMode.PersistentRecursive, recursive.Add);

        var server = s_ensemble.Servers.Single(server => server.ConnectionString == client.Server);
        await server.KillAsync();
        Assert.AreEqual(SessionState.Disconnected, await states.NextAsync());
        Assert.AreEqual(SessionState.Connected, await states.NextAsync());

        Assert.AreEqual(session, client.SessionId);
        Assert.AreNotEqual(server.ConnectionString, client.Server);
        Assert.IsNotNull(await client.ExistsAsync(path + "/ephemeral"));
        await client.SetDataAsync(path, [1]);
        await oneShot.NextAsync();
        await recursive.NextAsync(watchedEvent => watchedEvent.Path == path);
    }

    [TestMethod]
    public async Task QuorumLost_TheClientNeverAdoptsALowerState()
    {
        var timeout = TimeSpan.FromSeconds(2);
        var path = SharedServer.UniquePath();
        await using var client = await TestClient.ConnectAsync(s_ensemble.ConnectionString, options => options.SessionTimeout = timeout);
        await using (var creator = await TestClient.ConnectAsync(s_ensemble.ConnectionString))
        {
            await creator.CreateAsync(path, [0]);
        }

        // One follower misses what comes now, and is the only one left.
        var leader = await s_ensemble.FindLeaderAsync();
        var lagging = s_ensemble.Servers.First(server => server != leader);
        await WriteAsync(client, path, [0]);
        await lagging.KillAsync();
        var written = await WriteAsync(client, path, [1]);
        foreach (var server in s_ensemble.Servers.Where(server => server != lagging))
        {
            await server.KillAsync();
        }

        await Eventually.TrueAsync(() => client.State is not SessionState.Connected);
        var states = client.RecordStates();
        using var giveUp = new CancellationTokenSource();
        var starting = lagging.StartAgainAsync(giveUp.Token);

        // Time enough for several probes: the first comes after three timeouts of refusals.
        var refused = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() =>
        {
            Assert.IsGreaterThanOrEqualTo(written.Mzxid, client.LastZxid);
            if (!client.ConnectFailures.Any(failure => failure.Contains("closed it without an answer", StringComparison.Ordinal)))
            {
                refused = TimeProvider.System.GetTimestamp();
            }

            return TimeProvider.System.GetElapsedTime(refused) > 5 * timeout;
        });
        Assert.DoesNotContain(SessionState.Connected, states.TakeAll());

        await giveUp.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => starting);
        await leader.StartAgainAsync();
        await Eventually.TrueAsync(() => client.State == SessionState.Connected);
        Assert.IsGreaterThanOrEqualTo(written.Mzxid, client.LastZxid);
        CollectionAssert.AreEqual(new byte[] { 1 }, (await client.GetDataAsync(path)).Data);
    }

    // The client may be at the server that was killed; writing the same again does no harm.
    private static async Task<Stat> WriteAsync(ZooKeeperClient client, string path, byte[] data)
    {
        Stat? written = null;
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                written = await client.SetDataAsync(path, data);
                return true;
            }
            catch (ConnectionLossException)
            {
                return false;
            }
        });
        return written!.Value;
    }
}
