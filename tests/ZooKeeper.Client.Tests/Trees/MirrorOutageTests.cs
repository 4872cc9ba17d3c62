using System.Text;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>After an outage, a mirror shows every change, and no snapshot lacks a znode that always existed.</summary>
[TestClass]
public sealed class MirrorOutageTests
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(3);

    private static ZooKeeperEnsemble? s_ensemble;

    private static ZooKeeperEnsemble Ensemble => s_ensemble!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_ensemble = await ZooKeeperEnsemble.StartAsync(cancellationToken: context.CancellationToken);

    [ClassCleanup]
    public static async Task StopAsync() => await (s_ensemble?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task KillAndRestart_ServerInUse_NothingIsMissed() => await RunAsync(async (client, change) =>
    {
        var server = ServerOf(client)!;
        await server.KillAsync();
        await change();
        await server.StartAgainAsync();
    });

    [TestMethod]
    public async Task KillAndRestart_Leader_NothingIsMissed() => await RunAsync(async (_, change) =>
    {
        var leader = await Ensemble.FindLeaderAsync();
        await leader.KillAsync();
        await change();
        await leader.StartAgainAsync();
    });

    [TestMethod]
    public async Task PauseAndResume_ServerInUse_NothingIsMissed() => await RunAsync(async (client, change) =>
    {
        var server = ServerOf(client)!;
        await server.PauseAsync();
        try
        {
            await change();
            await Eventually.TrueAsync(() => client.State == SessionState.Connected && ServerOf(client) is { } other && other != server);
        }
        finally
        {
            await server.ResumeAsync();
        }
    });

    [TestMethod]
    public async Task Expire_Session_NothingIsMissedAndTheSessionIsNew() => await RunAsync(async (client, change) =>
    {
        var (id, password) = (client.SessionId, client.SessionPassword.ToArray());
        var elsewhere = Ensemble.Servers.First(server => server != ServerOf(client));
        await Eventually.TrueAsync(() => TryExpireAsync(elsewhere, id, password));
        await change();
        await Eventually.TrueAsync(async () =>
        {
            if (client.SessionId == id)
            {
                // A former leader that another test paused can report a live session as expired.
                await TryExpireAsync(elsewhere, id, password);
            }

            return client.SessionId != id && client.State == SessionState.Connected;
        });
    });

    [TestMethod]
    public async Task LoseQuorum_AndGetItBack_NothingIsMissed() => await RunAsync(async (client, change) =>
    {
        var leader = await Ensemble.FindLeaderAsync();
        var others = Ensemble.Servers.Where(server => server != leader).ToArray();
        await Task.WhenAll(others.Select(server => server.KillAsync()));
        await Eventually.TrueAsync(() => client.State != SessionState.Connected);
        await Task.WhenAll(others.Select(server => server.StartAgainAsync()));
        await change();
    });

    [TestMethod]
    public async Task Restart_EveryServerOneAfterAnother_NothingIsMissed() => await RunAsync(async (_, change) =>
    {
        foreach (var server in Ensemble.Servers)
        {
            await server.RestartAsync();
            await change();
        }
    });

    // After the faults of other tests, a member may need a moment before it serves again.
    private static async Task<bool> TryExpireAsync(ZooKeeperServer server, long id, byte[] password)
    {
        try
        {
            await RawSession.ExpireAsync(server.Port, id, password);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return true; // expired by an attempt whose reply was lost
        }
    }

    // None while the client is reconnecting.
    private static ZooKeeperServer? ServerOf(ZooKeeperClient client) =>
        Ensemble.Servers.SingleOrDefault(server => client.Server?.StartsWith(server.ConnectionString, StringComparison.Ordinal) == true);

    // The change writes a key, deletes one, creates one, and deletes and creates another one again.
    private static async Task RunAsync(Func<ZooKeeperClient, Func<Task>, Task> fault)
    {
        await using var writer = await TestClient.ConnectAsync(Ensemble.ConnectionString);
        await using var client = await TestClient.ConnectAsync(Ensemble.ConnectionString, options => options.SessionTimeout = SessionTimeout);
        var root = SharedServer.UniquePath();
        await writer.MultiAsync(new Multi()
            .Create(root, null).Create(root + "/stays", Bytes(0)).Create(root + "/written", Bytes(0)).Create(root + "/again", Bytes(0))
            .Create(root + "/deep", null).Create(root + "/deep/a0", Bytes(0)));
        await using var mirror = client.Mirror(root);
        await using var log = new SnapshotLog(mirror);
        await mirror.RefreshAsync().WaitAsync(TestClient.Deadline);

        var changes = 0;
        await fault(client, async () =>
        {
            changes++;
            await CommitAsync(writer, new Multi()
                .SetData(root + "/written", Bytes(changes))
                .Delete(root + "/again").Create(root + "/again", Bytes(changes))
                .Delete($"{root}/deep/a{changes - 1}").Create($"{root}/deep/a{changes}", Bytes(changes)));
        });

        var last = changes.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.TrueAsync(
            () => log.ValueOf(root + "/written") == last && log.ValueOf(root + "/again") == last && log.ValueOf($"{root}/deep/a{last}") == last,
            TimeSpan.FromMinutes(1));
        Assert.IsNull(mirror.Current!.Find(root + "/deep/a0"));
        await Eventually.TrueAsync(() => !mirror.IsStale);
        log.AssertAlwaysThere(root, root + "/stays", root + "/written", root + "/again", root + "/deep");
    }

    // If the reply to an attempt was lost, the next attempt fails if the first one was executed.
    private static async Task CommitAsync(ZooKeeperClient writer, Multi multi)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                await writer.MultiAsync(multi, deadline.Token);
                return;
            }
            catch (NoNodeException)
            {
                return; // an earlier attempt was executed: its znode is already deleted
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                deadline.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private static byte[] Bytes(int number) => Encoding.UTF8.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
