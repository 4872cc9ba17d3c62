using Configuration.ZooKeeper.Chaos.Checking;
using Configuration.ZooKeeper.Chaos.Writing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>
/// A client writes while it is disconnected, and its session expires before it comes back. The write must fail:
/// another client may own by now what it was meant for (CURATOR-498).
/// </summary>
internal sealed class QueuedWriteFault(ZooKeeperEnsemble ensemble, TimeSpan sessionTimeout, ChaosLog log)
{
    private const string Name = "disconnected writer";

    public Fault Fault => new("queued write", TimeSpan.FromSeconds(12), WriteAsync);

    private async Task WriteAsync(Random random)
    {
        await using var route = await Route.OpenAsync(Name, ensemble);
        await using var client = await ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions
        {
            ConnectionString = route.ConnectionString,
            SessionTimeout = sessionTimeout,
        });
        var session = client.SessionId;
        foreach (var proxy in route.Proxies)
        {
            proxy.RefuseConnections = true;
            proxy.DropConnections();
        }

        await Eventually.TrueAsync(() => client.State != SessionState.Connected, because: "the client notices that its connection is lost");
        var path = $"{NumberedState.Root}/crossed-{random.Next():x}";
        var write = client.CreateAsync(path, null);
        var leader = await ensemble.FindLeaderAsync();
        await Eventually.TrueAsync(
            async () => !await leader.HoldsSessionAsync(session) && !await leader.HoldsSessionAsync(session), because: "the server expires the session");
        route.Heal();
        try
        {
            await write;
            log.Write(LogKind.WriteCrossed, Name, detail: $"{path}, written for the session 0x{session:x}");
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            log.Write(LogKind.WriteRefused, Name, detail: e.ErrorCode.ToString());
        }
    }
}
