using System.Diagnostics;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Tests;

/// <summary>What changes cost in a large tree. The limits are generous; the figures are printed.</summary>
[TestClass]
[TestCategory("Nightly")]
public sealed class CostTests
{
    private const int Count = 100_000;

    [TestMethod]
    public async Task Import_PlanAndApply_InALargeTree_AreFast()
    {
        await using var shop = await Shop.OpenAsync();
        var all = State(Count, "1");
        var plan = await shop.Root.PlanAsync(all);
        await Timed("import of 100,000 keys", 20 * 5, () => shop.Root.ImportAsync(plan, "all", Shop.Alice));

        for (var i = 0; i < 1000; i++)
        {
            all.Set($"Section{i % 100}/Key{i * 97 % Count:D6}", "2");
        }

        var some = await Timed("plan of 1,000 changes in 100,000 keys", 2 * 5, () => shop.Root.PlanAsync(all, new PlanOptions { Prune = true }));
        await Timed("drift check of 100,000 znodes", 2 * 5, () => shop.Root.DriftAsync());
        await shop.WriteAsync("Section0/Key000000", "by hand");
        await Timed("drift of one znode, located", 20, () => shop.Root.DriftAsync());
        await shop.Root.ApplyAsync(await shop.Root.PlanDriftRevertAsync(), "undo", Shop.Alice);
        var rollback = await Timed("plan of a rollback", 20, () => shop.Root.PlanRollbackAsync());
        Console.WriteLine($"{some.Changes.Count} and {rollback.Changes.Count} changes");
        await Timed("backup of 100,000 znodes", 60, () => shop.Root.BackupAsync());
        await Timed("compaction", 60, () => shop.Root.CompactAsync());

        await using var small = await Shop.OpenAsync(test: "Small");
        await small.Root.ApplyAsync(await small.Root.PlanAsync(State(800, "1")), "first", Shop.Alice);
        for (var run = 0; run < 3; run++)
        {
            var change = await small.Root.PlanAsync(State(800, $"{run + 2}"));
            var bare = change.Changes.Aggregate(new Multi(), (multi, write) => multi.SetData(small.PathOf(write.Path), write.OldData));
            await Timed("bare multi of 800 writes", 60, () => small.Client.MultiAsync(bare));
            change = await small.Root.PlanAsync(State(800, $"{run + 20}"));
            await small.Root.AdoptAsync("bare");
            change = await small.Root.PlanAsync(State(800, $"{run + 40}"));
            await Timed("apply of 800 writes", 60, () => small.Root.ApplyAsync(change, "second", Shop.Alice));
        }
    }

    private static DesiredState State(int count, string value)
    {
        var state = new DesiredState();
        for (var i = 0; i < count; i++)
        {
            state.Set($"Section{i % 100}/Key{i:D6}", value);
        }

        return state;
    }

    private static async Task<T> Timed<T>(string what, int mostSeconds, Func<Task<T>> act)
    {
        var watch = Stopwatch.StartNew();
        var result = await act();
        Console.WriteLine($"{what}: {watch.Elapsed.TotalMilliseconds:N0} ms");
        Assert.IsLessThan(mostSeconds, watch.Elapsed.TotalSeconds, what);
        return result;
    }
}
