using System.Text.RegularExpressions;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Interop;

/// <summary>
/// The table "Other libraries" of docs/coordination.md: two libraries exclude each other if each takes the znodes of the other one for contenders. What the others take for
/// contenders is from their sources.
/// </summary>
[TestClass]
public sealed partial class ExclusionTableTests
{
    private const string Guid = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
    private const string Hex = "6f9619ff8b86d011b42d00c04fc964ff";

    // Candidates have no call that gives up by itself. A candidate that is blocked is so for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private static readonly Func<ZooKeeperClient, string, CancellationToken, Task<Ownership?>> Lock = async (client, path, ct) =>
        await new ZooKeeperLock(client, path).TryAcquireAsync(cancellationToken: ct);

    private static readonly Func<ZooKeeperClient, string, CancellationToken, Task<Ownership?>> Writer = async (client, path, ct) =>
        await new ZooKeeperReadWriteLock(client, path).TryAcquireWriteAsync(cancellationToken: ct);

    // The znode of the other library below the path, what it takes for a contender among the znodes beside that, and our recipe.
    private static readonly Dictionary<string, (string Znode, string Contenders, Func<ZooKeeperClient, string, CancellationToken, Task<Ownership?>> TryAsync)> Rows = new()
    {
        ["Curator: `InterProcessMutex` | `ZooKeeperLock`"] = ($"_c_{Guid}-lock-", @"lock-\d{10}$", Lock),
        ["Curator: `InterProcessReadWriteLock` | `ZooKeeperReadWriteLock`"] = ($"_c_{Guid}-__READ__", @"__(READ|WRIT)__\d{10}$", Writer),
        ["Curator: `InterProcessSemaphoreV2` | `ZooKeeperSemaphore` with `SemaphoreLayout.Curator`"] = ($"locks/_c_{Guid}-lock-", @"lock-\d{10}$", Permit(SemaphoreLayout.Curator)),
        ["Curator: `InterProcessSemaphoreV2` | `ZooKeeperSemaphore`"] = ($"locks/_c_{Guid}-lock-", @"lock-\d{10}$", Permit(SemaphoreLayout.Queue)),
        ["Curator: `LeaderLatch` | `ZooKeeperElection`"] = ($"_c_{Guid}-latch-", @"latch-\d{10}$", Candidate(ElectionLayout.LeaderLatch)),
        ["Curator: `LeaderSelector` | `ZooKeeperElection` with `ElectionLayout.LeaderSelector`"] = ($"_c_{Guid}-lock-", @"lock-\d{10}$", Candidate(ElectionLayout.LeaderSelector)),
        ["go-zookeeper: `Lock` | `ZooKeeperLock`"] = ($"_c_{Hex}-lock-", @"lock-\d{10}$", Lock),
        ["""kazoo: `Lock` with `extra_lock_patterns=["lock-"]` | `ZooKeeperLock`"""] = ($"{Hex}__lock__", @"(__lock__|lock-)\d{10}$", Lock),
        ["kazoo: `Lock` | `ZooKeeperLock`"] = ($"{Hex}__lock__", @"__lock__\d{10}$", Lock),
        ["kazoo: `ReadLock`, `WriteLock` | `ZooKeeperReadWriteLock`"] = ($"{Hex}__lock__", @"__r?lock__\d{10}$", Writer),
        ["kazoo: `Semaphore` | `ZooKeeperSemaphore`"] = (Hex, "^[0-9a-f]{32}$", Permit(SemaphoreLayout.Queue)),
        ["kazoo: `Election` | `ZooKeeperElection`"] = ($"{Hex}__lock__", @"__lock__\d{10}$", Candidate(ElectionLayout.LeaderLatch)),
        ["ZooKeeper's own recipe: `WriteLock` | `ZooKeeperLock`"] = ("x-72057594037927936-", @"^x-\d+-\d{10}$", Lock),
        ["DistributedLock.ZooKeeper: `ZooKeeperDistributedLock` | `ZooKeeperLock`"] = ("lock-", @"^lock-\d{10}$", Lock),
    };

    [TestMethod]
    public async Task Table_EachRow_IsWhatHappens()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var listed = Row().Matches(Repository.Read("docs/coordination.md")).ToDictionary(row => row.Groups["pair"].Value, row => row.Groups["answer"].Value);
        CollectionAssert.AreEquivalent(Rows.Keys, listed.Keys);

        foreach (var (pair, (znode, contenders, tryAsync)) in Rows)
        {
            var (taken, free) = (SharedServer.UniquePath(), SharedServer.UniquePath());
            await other.CreateWithParentsAsync(ZnodePath.Combine(taken, znode), mode: CreateMode.EphemeralSequential, parents: CreateMode.Container);
            using var patience = new CancellationTokenSource(pair.Contains("`ZooKeeperElection`", StringComparison.Ordinal) ? Patience : SharedServer.Deadline, TimeProvider.System);
            var waits = await WaitsAsync(tryAsync(client, taken, patience.Token));
            await using var ours = await tryAsync(client, free, CancellationToken.None).WaitAsync(SharedServer.Deadline);
            var folder = znode.Contains('/', StringComparison.Ordinal) ? $"{free}/locks" : free;
            var isSeen = await NamesAsync(client, folder) is var names && names.Any(name => Regex.IsMatch(name, contenders));

            // A semaphore releases its lock once it has a permit, so there the folder is what both must share.
            isSeen |= znode.Contains('/', StringComparison.Ordinal) && await client.ExistsAsync(folder) is not null;

            Assert.AreEqual(listed[pair], waits && isSeen ? "yes" : "no", pair);
        }
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(ZooKeeperClient client, string folder) =>
        await client.ExistsAsync(folder) is null ? [] : (await client.GetChildrenAsync(folder)).Names;

    private static async Task<bool> WaitsAsync(Task<Ownership?> trying)
    {
        try
        {
            await using var ownership = await trying;
            return ownership is null;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static Func<ZooKeeperClient, string, CancellationToken, Task<Ownership?>> Permit(SemaphoreLayout layout) => async (client, path, ct) =>
        await new ZooKeeperSemaphore(client, path, permits: 1, new SemaphoreOptions { Layout = layout }).TryAcquireAsync(cancellationToken: ct);

    private static Func<ZooKeeperClient, string, CancellationToken, Task<Ownership?>> Candidate(ElectionLayout layout) => async (client, path, ct) =>
        await new ZooKeeperElection(client, path, new ElectionOptions { Layout = layout }).CampaignAsync(ct);

    [GeneratedRegex(@"^\| (?<pair>(Curator|go-zookeeper|kazoo|ZooKeeper's own recipe|DistributedLock\.ZooKeeper): .+) \| (?<answer>yes|no) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
