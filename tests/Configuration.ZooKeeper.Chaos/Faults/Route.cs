using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>The way of one client to the ensemble: a proxy of its own in front of each server.</summary>
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

    /// <param name="name">Whose way it is.</param>
    /// <param name="ensemble">Where it leads.</param>
    /// <param name="latency">How long bytes take each way when nothing is wrong.</param>
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
