using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Faults;

/// <summary>Kills and pauses servers, and cuts followers from the leader.</summary>
internal sealed class ServerFaults(ZooKeeperEnsemble ensemble, LeaderRecord leaders)
{
    public Fault LeaderKill => new("leader kill", KillLeaderAsync) { MovesLeader = true };

    public IReadOnlyList<Fault> All =>
    [
        LeaderKill,
        new("leader pause", random => PauseAsync(leaders.Leader, random)) { MovesLeader = true },
        new("follower kill", random => KillAsync(Follower(random), random)),
        new("follower pause", random => PauseAsync(Follower(random), random)),
        new("follower cut off", CutFollowerAsync),
        new("stale follower", DelayFollowerAsync),
    ];

    public void Heal()
    {
        foreach (var link in ensemble.Servers.SelectMany(ensemble.LinksOf))
        {
            link.Heal();
        }
    }

    private ZooKeeperServer Follower(Random random)
    {
        var followers = ensemble.Servers.Where(server => server != leaders.Leader).ToArray();
        return followers[random.Next(followers.Length)];
    }

    private async Task KillLeaderAsync(Random random)
    {
        var leader = leaders.Leader;
        await leader.KillAsync();
        await ensemble.FindLeaderAsync();
        await Fault.LastAsync(random, 0.2, 1.5);
        await leader.StartAgainAsync();
    }

    private static async Task KillAsync(ZooKeeperServer server, Random random)
    {
        await server.KillAsync();
        await Fault.LastAsync(random, 0.2, 2);
        await server.StartAgainAsync();
    }

    private static async Task PauseAsync(ZooKeeperServer server, Random random)
    {
        await server.PauseAsync();
        await Fault.LastAsync(random, 0.3, 4);
        await server.ResumeAsync();
    }

    // It answers its clients until it notices, and the leader expires their sessions meanwhile.
    private async Task CutFollowerAsync(Random random)
    {
        foreach (var link in ensemble.LinksOf(Follower(random)))
        {
            link.BlackHole(ProxyDirection.ToServer);
            link.BlackHole(ProxyDirection.ToClient);
        }

        await Fault.LastAsync(random, 1, 5);
    }

    private async Task DelayFollowerAsync(Random random)
    {
        foreach (var link in ensemble.LinksOf(Follower(random)))
        {
            link.Delay = TimeSpan.FromMilliseconds(random.Next(100, 1000));
        }

        await Fault.LastAsync(random, 1, 4);
    }
}
