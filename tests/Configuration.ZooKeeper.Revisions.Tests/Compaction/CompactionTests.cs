using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Compaction;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Tests.Compaction;

[TestClass]
public sealed class CompactionTests
{
    [TestMethod]
    public async Task Apply_MoreRevisionsThanAreKept_ShortensTheHistoryByItself()
    {
        await using var shop = await Shop.OpenAsync(new ManagedRootOptions { MaxRevisions = 12 });
        var seen = new List<string> { "" };
        for (var i = 1; i <= 40; i++)
        {
            await shop.ApplyAsync(prune: i % 3 == 0, ($"Key{i % 7}", $"{i}"));
            seen.Add(await shop.ShowAsync());
        }

        var history = await shop.Root.HistoryAsync(int.MaxValue);
        CollectionAssert.AreEqual(Enumerable.Range(0, history.Count).Select(i => 40 - i).ToArray(), history.Select(revision => revision.Number).ToArray());
        Assert.IsLessThanOrEqualTo(14, history.Count);
        Assert.IsGreaterThanOrEqualTo(12, history.Count);
        for (var number = 40 - history.Count; number <= 40; number++)
        {
            Assert.AreEqual(seen[number], Shop.Text(await shop.Root.StateAtAsync(number)), $"revision {number}");
        }

        await shop.WriteAsync("Key5", "by hand");
        Assert.AreEqual("Set Key5", string.Join(", ", (await shop.Root.DriftAsync()).Changes));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Apply_RecordsThatAreTooLargeOrTooOld_ShortensTheHistoryByItself(bool areTooLarge)
    {
        await using var shop = await Shop.OpenAsync(areTooLarge ? new ManagedRootOptions { MaxBytes = 1 } : new ManagedRootOptions { MaxAge = TimeSpan.FromDays(-1) });
        for (var i = 1; i <= 25; i++)
        {
            await shop.ApplyAsync(("Title", $"{i}"));
        }

        CollectionAssert.AreEqual(Enumerable.Range(16, 10).Reverse().ToArray(), (await shop.Root.HistoryAsync(int.MaxValue)).Select(revision => revision.Number).ToArray());
        Assert.AreEqual("Title=15", Shop.Text(await shop.Root.StateAtAsync(15)));
    }

    [TestMethod]
    public async Task Compact_ByCount_KeepsTheWayBackToWhatIsKept()
    {
        await using var shop = await Shop.OpenAsync(new ManagedRootOptions());
        for (var i = 1; i <= 20; i++)
        {
            await shop.ApplyAsync(("Title", $"{i}"));
        }

        shop.Options.MaxRevisions = 15;
        var result = await shop.Root.CompactAsync();

        Assert.AreEqual(new CompactionResult(Removed: 5, Oldest: 6), result);
        Assert.AreEqual("Title=5", Shop.Text(await shop.Root.StateAtAsync(5)));
        var gone = await Assert.ThrowsExactlyAsync<RevisionException>(() => shop.Root.PlanRollbackAsync(4));
        Assert.Contains("revision 6", gone.Message);
        await shop.Root.ApplyAsync(await shop.Root.PlanRollbackAsync(7), "Back", Shop.Alice);
        Assert.AreEqual("Title=7", await shop.ShowAsync());
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
    }

    [TestMethod]
    public async Task Compact_BySizeAndByAge_KeepsTheLatestTen()
    {
        await using var shop = await Shop.OpenAsync();
        for (var i = 1; i <= 15; i++)
        {
            await shop.ApplyAsync(("Title", $"{i}"));
        }

        shop.Options.MaxBytes = 1;
        Assert.AreEqual(5, (await shop.Root.CompactAsync())!.Removed);
        (shop.Options.MaxBytes, shop.Options.MaxAge) = (long.MaxValue, TimeSpan.MaxValue);
        await shop.ApplyAsync(("Title", "16"));
        Assert.AreEqual(0, (await shop.Root.CompactAsync())!.Removed);
        shop.Options.MaxAge = TimeSpan.FromDays(-1); // everything is older
        Assert.AreEqual(1, (await shop.Root.CompactAsync())!.Removed);
    }

    [TestMethod]
    public async Task Compact_ChunksThatNothingRefersTo_AreDeletedAfterAWhile()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Root.ImportAsync(await shop.Root.PlanAsync(Shop.State(("Title", "1"))), "import", Shop.Alice);
        var paths = new HistoryPaths(shop.Options.ControlPath, shop.Root.Path);
        var orphan = Guid.NewGuid();
        await new ChunkStore(shop.Client, paths, Acl.Open).WriteAsync(orphan, new byte[300_000], CancellationToken.None);
        var access = new RootAccess(shop.Client, shop.Root.Path, paths, shop.Options);

        await shop.Root.CompactAsync();
        Assert.IsNotNull(await shop.Client.ExistsAsync(paths.ChunksOf(orphan)), "another process may be writing it");
        await new Compactor(shop.Client, paths, access, shop.Options) { WritingTime = TimeSpan.FromDays(-1) }.RunAsync(await shop.Root.ReadAsync(), CancellationToken.None);

        Assert.IsNull(await shop.Client.ExistsAsync(paths.ChunksOf(orphan)));
        Assert.HasCount(2, (await shop.Root.ShowAsync(1))!.Changes);
        await shop.WriteAsync("Title", "2");
        Assert.AreEqual("Set Title", string.Join(", ", (await shop.Root.DriftAsync()).Changes));
    }

    [TestMethod]
    public async Task Compact_WithDrift_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        Assert.IsNull(await shop.Root.CompactAsync());
        await shop.ApplyAsync(("Title", "1"));
        await shop.WriteAsync("Title", "2");

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.CompactAsync());

        Assert.AreEqual(ConflictReason.Drift, conflict.Reason);
    }
}
