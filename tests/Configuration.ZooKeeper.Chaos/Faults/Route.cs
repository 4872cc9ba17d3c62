using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>Routes one client to the ensemble, through its own proxy in front of each server.</summary>
internal sealed class Route : IAsyncDisposable
{
    private readonly TimeSpan _latency;

    private Route(string name, TimeSpan latency, IReadOnlyList<LoopbackProxy> proxies)
    {
        (Name, _latency, Proxies) = (name, latency, proxies);
        Heal();
    }

    public string Name { get; }

    public IReadOnlyList<LoopbackProxy> Proxies { get; }

    public string ConnectionString => string.Join(',', Proxies.Select(proxy => proxy.ConnectionString));

    /// <param name="name">The client.</param>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="latency">The normal latency in each direction.</param>
    public static async Task<Route> OpenAsync(string name, ZooKeeperEnsemble ensemble, TimeSpan latency = default) =>
        new(name, latency, await Task.WhenAll(ensemble.Servers.Select(server => LoopbackProxy.StartAsync(server.Port))));

    public void Heal()
    {
        foreach (var proxy in Proxies)
        {
            proxy.Heal();
            proxy.Delay = _latency;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in Proxies)
        {
            await proxy.DisposeAsync();
        }
    }
}
