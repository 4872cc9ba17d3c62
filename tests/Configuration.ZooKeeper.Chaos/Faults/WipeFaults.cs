using Configuration.ZooKeeper.Chaos.Checking;
using Configuration.ZooKeeper.Chaos.Reading;
using Configuration.ZooKeeper.Chaos.Writing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>Wipes the whole ensemble and imports a state: zxids and versions start again.</summary>
internal sealed class WipeFaults(
    ZooKeeperEnsemble ensemble,
    NumberedState state,
    Writers writers,
    Progress progress,
    IReadOnlyList<Provider> providers,
    IReadOnlyList<Route> routes,
    ChaosLog log)
{
    private const int Cuts = 30;
    private const int BallastZnodes = 5;
    private const int BallastLength = 900_000; // with all of them, a mirror compares Stats instead of reading everything again
    private const int LongestBegin = 300; // of a connection, in bytes: no mirror has read its tree by then

    public IReadOnlyList<Fault> All =>
    [
        new("wipe and restore", TimeSpan.FromSeconds(60), WipeAndRestoreAsync),
        new("wipe and import twice", TimeSpan.FromSeconds(90), WipeAndImportTwiceAsync),
    ];

    // The backup has the newest state, so no reader goes back in time.
    private Task WipeAndRestoreAsync(Random random) => writers.RestDuringAsync(async () =>
    {
        var backup = await ReadCounterAsync();
        await WipeAsync(backup);
        await Fault.LastAsync(random);
        await RestoreAsync(backup);
    });

    // While no other client can connect, two imports into empty ensembles get the same zxids. Equal Stats then prove nothing, which a mirror must know
    // even if the first connection of its new session ends before anything was read on it (docs/protocol.md, "Verifying after a reconnect").
    private Task WipeAndImportTwiceAsync(Random random) => writers.RestDuringAsync(async () =>
    {
        var newest = await ReadCounterAsync();
        await ImportIntoEmptyEnsembleAsync(newest + 1);
        Heal();
        await Eventually.TrueAsync(() => providers.All(provider => provider.HasReached(newest + 1)), Checker.ConvergenceBound);
        await ImportIntoEmptyEnsembleAsync(newest + 2);
        for (var i = 0; i < Cuts; i++)
        {
            foreach (var proxy in Proxies)
            {
                proxy.CutAfter(ProxyDirection.ToClient, random.Next(LongestBegin));
                proxy.RefuseConnections = false; // only now, so that the first connection is cut as well
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 150)), TimeProvider.System);
        }

        Heal();
        await Eventually.TrueAsync(() => providers.All(provider => provider.HasReached(newest + 2)), Checker.ConvergenceBound);
        await using var client = await ZooKeeperClient.ConnectAsync(ensemble.ConnectionString);
        await client.DeleteSubtreeAsync(BallastPath);
    });

    private string BallastPath => $"{state.Layers[0]}/{NumberedState.Ballast}";

    private IEnumerable<LoopbackProxy> Proxies => routes.SelectMany(route => route.Proxies);

    private async Task ImportIntoEmptyEnsembleAsync(int n)
    {
        foreach (var proxy in Proxies)
        {
            proxy.RefuseConnections = true;
            proxy.DropConnections();
        }

        await WipeAsync(n);
        progress.Begin(n);
        log.Write(LogKind.WriteBegun, "import", n);
        var zxid = await RestoreAsync(n);
        await AddBallastAsync();
        progress.Commit(n);
        log.Write(LogKind.WriteCommitted, "import", n, zxid);
    }

    private async Task WipeAsync(int n)
    {
        log.Write(LogKind.Wiped, state: n);
        await Task.WhenAll(ensemble.Servers.Select(server => server.KillAsync()));
        await Task.WhenAll(ensemble.Servers.Select(server => server.WipeAsync()));
        await Task.WhenAll(ensemble.Servers.Select(server => server.StartAgainAsync()));
    }

    private async Task<long> RestoreAsync(int n)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(ensemble.ConnectionString);
        return (await client.MultiAsync(state.Restore(n))).Zxid;
    }

    private async Task AddBallastAsync()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(ensemble.ConnectionString);
        await client.CreateAsync(BallastPath);
        for (var i = 0; i < BallastZnodes; i++)
        {
            await client.CreateAsync($"{BallastPath}/{i}", new byte[BallastLength]);
        }
    }

    private async Task<int> ReadCounterAsync()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(ensemble.ConnectionString);
        return (await CounterRead.ReadAfterHealAsync(client)).State;
    }

    private void Heal()
    {
        foreach (var route in routes)
        {
            route.Heal();
        }
    }
}
