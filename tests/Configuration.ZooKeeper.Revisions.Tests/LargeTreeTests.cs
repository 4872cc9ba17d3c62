namespace Configuration.ZooKeeper.Revisions.Tests;

/// <summary>All operations work on a tree of 100,000 keys. The benchmark <c>revisions</c> measures how long they take.</summary>
[TestClass]
[TestCategory("Nightly")]
public sealed class LargeTreeTests
{
    private const int Count = 100_000;
    private const int Sections = 100;
    private const int Changed = 1_000;

    [TestMethod]
    public async Task AllOperations_OnALargeTree_FindExactlyWhatChanged()
    {
        await using var shop = await Shop.OpenAsync();
        var all = new DesiredState();
        for (var i = 0; i < Count; i++)
        {
            all.Set($"Section{i % Sections}/Key{i:D6}", "1");
        }

        await shop.Root.ImportAsync(await shop.Root.PlanAsync(all), "all", Shop.Alice);
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);

        for (var i = 0; i < Changed; i++)
        {
            all.Set($"Section{i % Sections}/Key{i:D6}", "2");
        }

        Assert.HasCount(Changed, (await shop.Root.PlanAsync(all, new PlanOptions { Prune = true })).Changes);

        await shop.WriteAsync("Section0/Key000000", "by hand");
        Assert.AreEqual("Set Section0/Key000000", string.Join(", ", (await shop.Root.DriftAsync()).Changes));
        await shop.Root.ApplyAsync(await shop.Root.PlanDriftRevertAsync(), "undo", Shop.Alice);
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
        Assert.IsTrue((await shop.Root.PlanRollbackAsync()).IsEmpty);

        Assert.HasCount(Count + Sections + 1, (await shop.Root.BackupAsync()).Znodes);
        await shop.Root.CompactAsync();
        Assert.HasCount(Changed, (await shop.Root.PlanAsync(all, new PlanOptions { Prune = true })).Changes);
    }
}
