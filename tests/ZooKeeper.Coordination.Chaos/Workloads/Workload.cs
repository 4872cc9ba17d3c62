using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Chaos.Workloads;

/// <summary>What the workers contend for, and what holds of it. To add one, add it to <see cref="All"/>.</summary>
/// <param name="Name">The name, which is the path below <see cref="Root"/>, too.</param>
/// <param name="Exclusion">Who may be an owner at the same time.</param>
/// <param name="AcquireAsync">Acquires the ownership, given the path and whether it is to be a shared one.</param>
internal sealed record Workload(string Name, Exclusion Exclusion, Func<ZooKeeperClient, string, bool, CancellationToken, Task<Ownership>> AcquireAsync)
{
    public const string Root = "/contended";

    public static IReadOnlyList<Workload> All { get; } =
    [
        new("mutex", Exclusion.One, async (client, path, _, ct) => await new ZooKeeperLock(client, path).AcquireAsync(ct)),
        new("read-write", Exclusion.ReadersOrOneWriter, ReadOrWriteAsync),
        new("downgrade", Exclusion.ReadersOrOneWriter, ReadOrWriteAsync) { HasDowngrades = true },
        new("election", Exclusion.One, async (client, path, _, ct) => await new ZooKeeperElection(client, path).CampaignAsync(ct)),
        new("semaphore", new Exclusion(Capacity: 2), async (client, path, _, ct) => await new ZooKeeperSemaphore(client, path, permits: 2).AcquireAsync(ct))
        {
            Folders = ["/queue", "/leases"],
        },
        new("guarded-set", Exclusion.One, async (client, path, _, ct) => await new ZooKeeperLock(client, path).AcquireAsync(ct)) { Writing = FencedWrites.Guarded },
        new("unguarded-set", Exclusion.One, async (client, path, _, ct) => await new ZooKeeperLock(client, path).AcquireAsync(ct)) { Writing = FencedWrites.Unguarded },
    ];

    /// <summary>The folders below the path that have znodes of contenders. The default is the path itself.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [""];

    /// <summary>Whether some writers go on as readers.</summary>
    public bool HasDowngrades { get; init; }

    /// <summary>How owners write. The default is not at all.</summary>
    public FencedWrites? Writing { get; init; }

    public string Path => $"{Root}/{Name}";

    /// <summary>The paths of the folders.</summary>
    public IEnumerable<string> Queues => Folders.Select(folder => Path + folder);

    /// <summary>Where the writes of owners go.</summary>
    public string WritesPath => $"/written/{Name}";

    private static async Task<Ownership> ReadOrWriteAsync(ZooKeeperClient client, string path, bool isReader, CancellationToken cancellationToken)
    {
        var index = new ZooKeeperReadWriteLock(client, path);
        return await (isReader ? index.AcquireReadAsync(cancellationToken) : index.AcquireWriteAsync(cancellationToken));
    }
}
