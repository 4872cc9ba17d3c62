using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Runs a writer and a mirror behind a proxy. It compares every published snapshot with what the writer committed.</summary>
internal sealed class ConsistencyRun(int port, string root, TestContext context)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public int Transactions { get; init; } = Effort.Of(daily: 500, nightly: 1500);

    /// <summary>The number of snapshots without which a run proves nothing. The writer continues until the mirror has published them.</summary>
    public int Snapshots { get; init; } = 5;

    public TimeSpan Delay { get; init; }

    public int PerSecond { get; init; } = int.MaxValue;

    /// <summary>The number of transactions after which the writer waits for the mirror. A mirror that cannot keep up would prove nothing.</summary>
    public int RestEvery { get; init; } = int.MaxValue;

    /// <summary>A fault that is injected between transactions. Only the mirror uses the proxy.</summary>
    public Func<LoopbackProxy, Task>? Fault { get; init; }

    /// <summary>The number of transactions between faults.</summary>
    public int FaultEvery { get; init; } = 50;

    /// <summary>Another mirrored root, which is never written.</summary>
    public string? AlsoMirrored { get; init; }

    /// <summary>What decides how the mirror verifies its tree after a fault; null: what it has measured.</summary>
    public Func<bool>? VerifiesByReading { get; init; }

    /// <summary>Whether the writer continues while the mirror verifies the tree after a fault.</summary>
    public bool WritesDuringRecovery { get; init; }

    /// <summary>Fails unless enough snapshots are published and all of them are correct.</summary>
    public async Task RunAsync(Func<TreeWriter, Task> commit)
    {
        var seed = Random.Shared.Next();
        context.WriteLine($"seed {seed}");
        await using var proxy = await LoopbackProxy.StartAsync(port);
        proxy.Delay = Delay;
        await using var writing = await ConnectAsync(port);
        var writer = new TreeWriter(writing, root, seed);
        await writer.StartAsync(groups: 5, keys: 20);

        await using var client = await ConnectAsync(proxy.Port, VerifiesByReading);
        await using var mirror = AlsoMirrored is null ? client.Mirror(root) : client.Mirror(root, AlsoMirrored);
        await using var log = new SnapshotLog(mirror);
        var started = TimeProvider.System.GetTimestamp();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (writer.Count <= Transactions || (log.Count < Snapshots && TimeProvider.System.GetElapsedTime(started) < Deadline))
        {
            await commit(writer);
            while (writer.Count > TimeProvider.System.GetElapsedTime(started).TotalSeconds * PerSecond)
            {
                await pace.WaitForNextTickAsync();
            }

            if (writer.Count % RestEvery == 0)
            {
                await Eventually.TrueAsync(() => log.Newest?.Zxid >= writer.LastZxid);
            }

            if (Fault is not null && writer.Count % FaultEvery == 0)
            {
                await Fault(proxy);
                await BackAsync(writing);
                if (!WritesDuringRecovery)
                {
                    await Eventually.TrueAsync(() => !mirror.IsStale);
                }
            }
        }

        await Eventually.TrueAsync(() => log.Newest?.Zxid >= writer.LastZxid);
        var snapshots = log.All;
        context.WriteLine($"{writer.Count} transactions, {snapshots.Count} snapshots");
        Assert.IsGreaterThanOrEqualTo(Snapshots, snapshots.Count, "too few snapshots to prove anything");
        foreach (var snapshot in snapshots)
        {
            AssertIsState(writer, snapshot, root);
        }

        foreach (var (earlier, later) in snapshots.Zip(snapshots.Skip(1)))
        {
            Assert.IsGreaterThan(earlier.Zxid, later.Zxid);
            AssertDifference(earlier, later, root);
        }
    }

    public static void AssertIsState(TreeWriter writer, TreeSnapshot snapshot, string root)
    {
        var expected = writer.StateAt(snapshot.Zxid);
        Assert.IsNotNull(expected);
        var actual = TreeWriter.StateOf(snapshot, root);
        var wrong = expected.Keys.Union(actual.Keys)
            .Where(path => expected.GetValueOrDefault(path) != actual.GetValueOrDefault(path))
            .Select(path => $"{path}: expected {expected.GetValueOrDefault(path, "nothing")}, was {actual.GetValueOrDefault(path, "nothing")}")
            .ToArray();
        Assert.IsEmpty(wrong, $"at zxid 0x{snapshot.Zxid:x}: {string.Join("; ", wrong.Take(5))}");
    }

    private static Task<ZooKeeperClient> ConnectAsync(int port, Func<bool>? verifiesByReading = null) =>
        ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = $"127.0.0.1:{port}", VerifiesByReading = verifiesByReading });

    // A lost reply to a read does no harm. After a lost reply to a write, the outcome would be unknown.
    private static Task BackAsync(ZooKeeperClient writing) => Eventually.TrueAsync(async () =>
    {
        try
        {
            await writing.ExistsAsync("/");
            return true;
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            return false;
        }
    });

    private static void AssertDifference(TreeSnapshot earlier, TreeSnapshot later, string root)
    {
        var (before, after) = (TreeWriter.StateOf(earlier, root), TreeWriter.StateOf(later, root));
        var (parentsBefore, parentsAfter) = (ParentsIn(before), ParentsIn(after));
        var expected = before.Keys.Union(after.Keys)
            .Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path) || parentsBefore.Contains(path) != parentsAfter.Contains(path))
            .ToHashSet();
        var actual = later.Changes(earlier).Select(change => change.Path).Where(path => expected.Contains(path) || !HadFirstChild(path)).ToList();
        var wrong = actual.Where(path => !expected.Contains(path)).Select(path => $"+{path}").Concat(expected.Except(actual).Select(path => $"-{path}")).ToArray();
        Assert.IsEmpty(wrong, $"changes from zxid 0x{earlier.Zxid:x} to 0x{later.Zxid:x}: {string.Join("; ", wrong.Take(5))}");
        Assert.HasCount(expected.Count, actual);

        // A child that came and went makes its parent a folder, which is a change of the parent only.
        bool HadFirstChild(string path) => earlier.Find(path) is { Stat.Cversion: 0 } && later.Find(path) is { Stat.Cversion: > 0 };
    }

    private static HashSet<string?> ParentsIn(IReadOnlyDictionary<string, string> state) => [.. state.Keys.Select(ParentOf)];

    private static string? ParentOf(string path) => path[..path.LastIndexOf('/')];
}
