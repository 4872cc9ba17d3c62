using Configuration.ZooKeeper.Chaos.Checking;
using Configuration.ZooKeeper.Chaos.Reading;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>Injects network faults between clients and servers, for one client or for all.</summary>
internal sealed class NetworkFaults(ZooKeeperEnsemble ensemble, IReadOnlyList<Route> routes, IReadOnlyList<Provider> providers, ChaosLog log)
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(8);

    public Fault Expiry => new("session expiry", TimeSpan.FromSeconds(12), ExpireAsync);

    /// <summary>Disconnects one provider for less than its session timeout while writers continue. It resumes the session after many changes.</summary>
    public Fault Absence => new("absence", AtMost, BeAbsentAsync);

    /// <summary>The faults that can be combined with another fault.</summary>
    public IReadOnlyList<Fault> Short =>
    [
        new("delay", AtMost, random => LastingAsync(random, proxy => proxy.Delay = TimeSpan.FromMilliseconds(random.Next(1, 200)))),
        new("throttle", AtMost, random => LastingAsync(random, proxy => proxy.BytesPerSecond = random.Next(500, 20_000))),
        new("cut", AtMost, random => LastingAsync(random, proxy => proxy.CutAfter(Direction(random), random.Next(5_000)))),
        new("black hole", AtMost, random => LastingAsync(random, proxy => proxy.BlackHole(Direction(random)))),
        new("half-close", AtMost, random => LastingAsync(random, proxy => proxy.HalfClose(Direction(random)))),
        new("broken connections", AtMost, random => LastingAsync(random, proxy => proxy.DropConnections())),
    ];

    /// <summary>All faults; the more frequent ones are listed several times.</summary>
    public IReadOnlyList<Fault> All => [.. Short, Absence, Expiry, Expiry with { Name = "another session expiry" }];

    public void Heal()
    {
        foreach (var route in routes)
        {
            route.Heal();
        }
    }

    private static T OneOf<T>(IReadOnlyList<T> all, Random random) => all[random.Next(all.Count)];

    private Route RouteOf(Provider provider) => routes.Single(route => route.Name == provider.Name);

    private static ProxyDirection Direction(Random random) => (ProxyDirection)random.Next(2);

    private static void CloseWay(LoopbackProxy proxy)
    {
        proxy.RefuseConnections = true;
        proxy.DropConnections();
    }

    private async Task LastingAsync(Random random, Action<LoopbackProxy> inject)
    {
        foreach (var route in random.Next(4) == 0 ? routes : [OneOf(routes, random)])
        {
            foreach (var proxy in route.Proxies)
            {
                inject(proxy);
            }
        }

        await Fault.LastAsync(random);
    }

    private async Task BeAbsentAsync(Random random)
    {
        foreach (var proxy in RouteOf(OneOf(providers, random)).Proxies)
        {
            CloseWay(proxy);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(800, 1_500)), TimeProvider.System);
    }

    // Block all traffic until the leader, which expires sessions, has removed the session.
    private async Task ExpireAsync(Random random)
    {
        var provider = OneOf(providers, random);
        var isSilent = random.Next(2) == 0;
        foreach (var proxy in RouteOf(provider).Proxies)
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

        // The server can omit a session while moving it to a later tick, so require two omissions in a row.
        await Eventually.TrueAsync(
            async () => !await leader.HoldsSessionAsync(session) && !await leader.HoldsSessionAsync(session), because: "the server expires the session");
        log.Write(LogKind.SessionExpiredByServer, provider.Name);
    }
}
