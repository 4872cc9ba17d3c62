using Configuration.ZooKeeper.Chaos.Checking;
using Configuration.ZooKeeper.Chaos.Reading;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>What happens between clients and servers: on the route of one client, or of all.</summary>
internal sealed class NetworkFaults(ZooKeeperEnsemble ensemble, IReadOnlyList<Route> routes, IReadOnlyList<Provider> providers, ChaosLog log)
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(8);

    public Fault Expiry => new("session expiry", TimeSpan.FromSeconds(12), ExpireAsync);

    /// <summary>Those that may come together with another fault.</summary>
    public IReadOnlyList<Fault> Short =>
    [
        new("delay", AtMost, random => LastingAsync(random, proxy => proxy.Delay = TimeSpan.FromMilliseconds(random.Next(1, 200)))),
        new("throttle", AtMost, random => LastingAsync(random, proxy => proxy.BytesPerSecond = random.Next(500, 20_000))),
        new("cut", AtMost, random => LastingAsync(random, proxy => proxy.CutAfter(Direction(random), random.Next(5_000)))),
        new("black hole", AtMost, random => LastingAsync(random, proxy => proxy.BlackHole(Direction(random)))),
        new("half-close", AtMost, random => LastingAsync(random, proxy => proxy.HalfClose(Direction(random)))),
        new("broken connections", AtMost, random => LastingAsync(random, proxy => proxy.DropConnections())),
        new("no way", AtMost, random => LastingAsync(random, CloseWay)),
    ];

    /// <summary>All, with those that come more often.</summary>
    public IReadOnlyList<Fault> All => [.. Short, Expiry, Expiry with { Name = "another session expiry" }];

    public void Heal()
    {
        foreach (var route in routes)
        {
            route.Heal();
        }
    }

    private static ProxyDirection Direction(Random random) => (ProxyDirection)random.Next(2);

    private static void CloseWay(LoopbackProxy proxy)
    {
        proxy.RefuseConnections = true;
        proxy.DropConnections();
    }

    private async Task LastingAsync(Random random, Action<LoopbackProxy> inject)
    {
        foreach (var route in random.Next(4) == 0 ? routes : [routes[random.Next(routes.Count)]])
        {
            foreach (var proxy in route.Proxies)
            {
                inject(proxy);
            }
        }

        await Fault.LastAsync(random);
    }

    // Nothing passes until the leader, which decides it, has forgotten the session.
    private async Task ExpireAsync(Random random)
    {
        var provider = providers[random.Next(providers.Count)];
        var route = routes.Single(route => route.Name == provider.Name);
        var isSilent = random.Next(2) == 0;
        foreach (var proxy in route.Proxies)
        {
            if (isSilent)
            {
                proxy.BlackHole(ProxyDirection.ToServer);
                proxy.BlackHole(ProxyDirection.ToClient);
            }
            else
            {
                CloseWay(proxy);
            }
        }

        var session = provider.SessionId;
        var leader = await ensemble.FindLeaderAsync();

        // What the server tells while it moves a session from one tick to a later one can lack it: gone is what is lacking twice in a row.
        await Eventually.TrueAsync(
            async () => !await leader.HoldsSessionAsync(session) && !await leader.HoldsSessionAsync(session), because: "the server expires the session");
        log.Write(LogKind.SessionExpiredByServer, provider.Name);
    }
}
