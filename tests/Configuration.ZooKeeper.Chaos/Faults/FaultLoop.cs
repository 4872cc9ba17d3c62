using Configuration.ZooKeeper.Chaos.Checking;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>Draws one fault after another, sometimes two at once, and waits after each until every provider has converged.</summary>
internal sealed class FaultLoop(
    ZooKeeperEnsemble ensemble,
    EnsembleFaults servers,
    NetworkFaults network,
    IReadOnlyList<Fault> uncombined,
    string? word,
    Convergence convergence,
    Random random,
    ChaosLog log,
    Action<string> tell)
{
    private const int OneInSoMany = 3;

    private readonly FaultBag _bag = Bag(servers, network, [.. servers.All, .. network.All, .. uncombined], word, random);
    private ZooKeeperServer? _leader;

    public async Task RunAsync(TimeSpan duration)
    {
        var end = log.Elapsed + duration;
        await NoteLeaderAsync();
        while (_bag.Draw(end - log.Elapsed) is { } fault)
        {
            Fault[] faults = word is null && servers.All.Any(one => one.Name == fault.Name) && random.Next(OneInSoMany) == 0
                ? [fault, network.Short[random.Next(network.Short.Count)]]
                : [fault];
            await RunAsync(faults);
            await NoteLeaderAsync();
            if (!await convergence.AwaitAsync(beginsAtRest: random.Next(2) == 0))
            {
                tell("not converged");
                return;
            }

            log.Write(LogKind.Resources, sockets: ProcessResources.CountSockets(), bytes: ProcessResources.CountBytes());
        }
    }

    private async Task RunAsync(Fault[] faults)
    {
        tell($"{log.Elapsed.TotalSeconds,6:F1} s  {string.Join(" and ", faults.Select(fault => fault.Name))}");
        foreach (var fault in faults)
        {
            log.Write(LogKind.FaultBegun, fault.Name);
        }

        // Each has its own sequence, so that the draws do not depend on which one is faster.
        await Task.WhenAll(faults.Select(fault => (fault, own: new Random(random.Next()))).ToArray().Select(one => one.fault.InjectAsync(one.own)));
        network.Heal();
        foreach (var fault in faults)
        {
            log.Write(LogKind.FaultHealed, fault.Name);
        }
    }

    private async Task NoteLeaderAsync()
    {
        var leader = await ensemble.FindLeaderAsync();
        if (_leader is not null && leader != _leader)
        {
            log.Write(LogKind.LeaderChanged, leader.ConnectionString);
        }

        _leader = leader;
    }

    private static FaultBag Bag(EnsembleFaults servers, NetworkFaults network, Fault[] all, string? word, Random random)
    {
        if (word is null)
        {
            return new FaultBag([servers.LeaderKill, network.Expiry, network.Absence], all, random);
        }

        var named = all.Where(fault => fault.Name.Contains(word, StringComparison.Ordinal)).ToArray();
        return named.Length > 0
            ? new FaultBag(named, named, random)
            : throw new ArgumentException($"No fault is named '{word}'. There are: {string.Join(", ", all.Select(fault => fault.Name))}.", nameof(word));
    }
}
