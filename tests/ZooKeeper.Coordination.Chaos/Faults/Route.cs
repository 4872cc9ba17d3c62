using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Faults;

/// <summary>The way of one worker to the ensemble, through a proxy of its own in front of each server.</summary>
internal sealed class Route : IAsyncDisposable
{
    private readonly IReadOnlyList<ZooKeeperServer> _servers;

    private Route(string worker, IReadOnlyList<ZooKeeperServer> servers, IReadOnlyList<LoopbackProxy> proxies) => (Worker, _servers, Proxies) = (worker, servers, proxies);

    public string Worker { get; }

    public IReadOnlyList<LoopbackProxy> Proxies { get; }

    public string ConnectionString => string.Join(',', Proxies.Select(proxy => proxy.ConnectionString));

    public static async Task<Route> OpenAsync(string worker, ZooKeeperEnsemble ensemble) =>
        new(worker, ensemble.Servers, await Task.WhenAll(ensemble.Servers.Select(server => LoopbackProxy.StartAsync(server.Port))));

    public LoopbackProxy To(ZooKeeperServer server) => Proxies[_servers.ToList().IndexOf(server)];

    public void Heal()
    {
        foreach (var proxy in Proxies)
        {
            proxy.Heal();
        }
    }

    /// <summary>Lets the worker reach one server only.</summary>
    public void PinTo(ZooKeeperServer server)
    {
        foreach (var proxy in Proxies.Where(proxy => proxy != To(server)))
        {
            Close(proxy);
        }
    }

    public void Close()
    {
        foreach (var proxy in Proxies)
        {
            Close(proxy);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in Proxies)
        {
            await proxy.DisposeAsync();
        }
    }

    private static void Close(LoopbackProxy proxy)
    {
        proxy.RefuseConnections = true;
        proxy.DropConnections();
    }
}
