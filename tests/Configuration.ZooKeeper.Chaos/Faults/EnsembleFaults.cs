using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>Injects server faults.</summary>
internal sealed class EnsembleFaults(ZooKeeperEnsemble ensemble)
{
    public Fault LeaderKill => new("leader kill", TimeSpan.FromSeconds(12), KillLeaderAsync);

    public IReadOnlyList<Fault> All =>
    [
        LeaderKill,
        new("kill", TimeSpan.FromSeconds(12), random => WithOneAsync(random, KillAsync)),
        new("pause", TimeSpan.FromSeconds(10), random => WithOneAsync(random, PauseAsync)),
        new("restart", TimeSpan.FromSeconds(12), random => WithOneAsync(random, RestartAsync)),
        new("wipe of one server", TimeSpan.FromSeconds(12), random => WithOneAsync(random, WipeOneAsync)),
        new("rolling restart", TimeSpan.FromSeconds(30), RestartAllInTurnAsync),
        new("full outage", TimeSpan.FromSeconds(25), TakeAwayAllAsync),
    ];

    private Task WithOneAsync(Random random, Func<ZooKeeperServer, Random, Task> faultAsync) =>
        faultAsync(ensemble.Servers[random.Next(ensemble.Servers.Count)], random);

    private static async Task KillAsync(ZooKeeperServer server, Random random)
    {
        await server.KillAsync();
        await Fault.LastAsync(random);
        await server.StartAgainAsync();
    }

    private static async Task PauseAsync(ZooKeeperServer server, Random random)
    {
        await server.PauseAsync();
        await Fault.LastAsync(random);
        await server.ResumeAsync();
    }

    private static async Task RestartAsync(ZooKeeperServer server, Random random)
    {
        await server.StopAsync();
        await Fault.LastAsync(random);
        await server.StartAgainAsync();
    }

    // The other two servers have all data and send it again.
    private static async Task WipeOneAsync(ZooKeeperServer server, Random random)
    {
        await server.KillAsync();
        await server.WipeAsync();
        await Fault.LastAsync(random);
        await server.StartAgainAsync();
    }

    private async Task KillLeaderAsync(Random random)
    {
        var leader = await ensemble.FindLeaderAsync();
        await leader.KillAsync();
        await ensemble.FindLeaderAsync();
        await Fault.LastAsync(random);
        await leader.StartAgainAsync();
    }

    private async Task RestartAllInTurnAsync(Random random)
    {
        foreach (var server in ensemble.Servers.OrderBy(_ => random.Next()).ToArray())
        {
            await server.StopAsync();
            await server.StartAgainAsync();
        }
    }

    private async Task TakeAwayAllAsync(Random random)
    {
        await Task.WhenAll(ensemble.Servers.Select(server => server.KillAsync()));
        await Fault.LastAsync(random);
        await Task.WhenAll(ensemble.Servers.Select(server => server.StartAgainAsync()));
    }
}
