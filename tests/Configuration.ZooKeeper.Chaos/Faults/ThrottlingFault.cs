using Configuration.ZooKeeper.Chaos.Reading;
using Configuration.ZooKeeper.Chaos.Writing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>
/// Lets providers reconnect to a server that throttles requests, their watches among them (ZOOKEEPER-3683). The server stays, idle, so that nothing but
/// the client's own retry brings back a watch that was rejected.
/// </summary>
internal sealed class ThrottlingFault(ZooKeeperEnsemble ensemble, IReadOnlyList<Route> routes, IReadOnlyList<Provider> providers)
{
    private const int ReadsInFlight = 900;
    private const int Reconnects = 4;

    private static readonly string[] Throttling =
    [
        "-Dzookeeper.request_throttle_max_requests=10",
        "-Dzookeeper.request_throttle_stall_time=5",
        "-Dzookeeper.throttled_op_wait_time=5",
    ];

    public Fault Fault => new("throttling server", TimeSpan.FromSeconds(20), ThrottleAsync);

    private async Task ThrottleAsync(Random random)
    {
        var chosen = random.Next(ensemble.Servers.Count);
        var server = ensemble.Servers[chosen];
        await server.StopAsync();
        await server.StartAgainAsync(Throttling);
        var ways = routes.Where(route => providers.Any(provider => provider.Name == route.Name)).ToArray();
        foreach (var other in ways.SelectMany(route => route.Proxies.Where((_, i) => i != chosen)))
        {
            other.RefuseConnections = true;
            other.DropConnections();
        }

        using var stop = new CancellationTokenSource();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var load = Enumerable.Range(0, ReadsInFlight).Select(_ => ReadAsync(client, stop.Token)).ToArray();
        for (var i = 0; i < Reconnects; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 600)), TimeProvider.System);
            foreach (var route in ways)
            {
                route.Proxies[chosen].DropConnections();
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
    }

    private static async Task ReadAsync(ZooKeeperClient client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await client.GetDataAsync(NumberedState.Counter, cancellationToken: stop);
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                // This read was throttled.
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The load is over.
            }
        }
    }
}
