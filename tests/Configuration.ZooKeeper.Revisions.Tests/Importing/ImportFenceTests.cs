using Configuration.ZooKeeper.Revisions.Importing;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Tests.Importing;

/// <summary>Imports whose znodes another client deletes or creates again by hand.</summary>
[TestClass]
public sealed class ImportFenceTests
{
    [TestMethod]
    public async Task Resume_MarkerWasDeleted_ShowsItAgainAndFinishes()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(50), afterBatches: 2);
        await shop.Client.DeleteAsync(shop.PathOf(Imports.Marker));
        var shown = new List<bool>();
        var told = new Told(_ => shown.Add(shop.Client.ExistsAsync(shop.PathOf(Imports.Marker)).GetAwaiter().GetResult() is not null));

        var status = await shop.Root.ReadImportAsync();
        var applied = await shop.Root.ResumeImportAsync(told);

        Assert.AreEqual("alice 2/5", $"{status!.By} {status.Done}/{status.Batches}");
        Assert.AreEqual(2, applied.Number);
        CollectionAssert.AreEqual(new[] { true, true, true }, shown);
        Assert.IsTrue((await shop.Root.PlanAsync(Imports.Many(50))).IsEmpty);
        Assert.IsNull(await shop.Client.ExistsAsync(shop.PathOf(Imports.Marker)));
    }

    [TestMethod]
    public async Task Finish_MarkerIsDeletedMeanwhile_IsAConflictAndResumeHelps()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(50), afterBatches: 1);
        var import = await Imports.TakeOverAsync(shop);
        await shop.Client.DeleteAsync(shop.PathOf(Imports.Marker));

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => import.FinishAsync(CancellationToken.None));

        Assert.AreEqual(shop.PathOf(Imports.Marker), Assert.ContainsSingle(conflict.Paths));
        Assert.Contains("Resume the import or abort it", conflict.Message);
        Assert.AreEqual(2, (await shop.Root.ResumeImportAsync()).Number);
    }

    [TestMethod]
    public async Task Finish_MarkerIsDeletedAfterTheLastBatch_PublishesTheRevision()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(20), afterBatches: 2);
        var import = await Imports.TakeOverAsync(shop);
        await shop.Client.DeleteAsync(shop.PathOf(Imports.Marker));

        Assert.AreEqual(2, (await import.FinishAsync(CancellationToken.None)).Number);
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
    }

    [TestMethod]
    public async Task Abort_MarkerWasDeleted_IsAsIfTheImportHadNeverBegun()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Old/A", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(50).Set("Title", "2"), afterBatches: 6, prune: true);
        await shop.Client.DeleteAsync(shop.PathOf(Imports.Marker));

        await shop.Root.AbortImportAsync();

        Assert.AreEqual("Old=(null), Old/A=1, Title=1", await shop.ShowAsync());
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
        Assert.AreEqual(2, (await shop.ApplyAsync(("Title", "3"))).Number);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    public async Task Abort_RootWasDeleted_EndsTheImportWithDrift(int batches)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Old/A", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(50).Set("Title", "2"), batches, prune: true);
        await shop.Client.DeleteSubtreeAsync(shop.Root.Path);

        await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ResumeImportAsync());
        await shop.Root.AbortImportAsync();

        Assert.IsNull(await shop.Root.ReadImportAsync());
        Assert.IsNull(await shop.Client.ExistsAsync(shop.Root.Path));
        Assert.AreEqual(2, (await shop.Root.ApplyAsync(await shop.Root.PlanDriftRevertAsync(), "Deleted by hand", Shop.Alice)).Number);
        Assert.AreEqual("Old=(null), Old/A=1, Title=1", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Abort_ZnodeWasCreatedAgainByHand_KeepsItAsDrift()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(50), afterBatches: 5);
        await shop.Client.DeleteAsync(shop.PathOf("Key003"));
        await shop.Client.CreateAsync(shop.PathOf("Key003"), "by hand"u8.ToArray());

        await shop.Root.AbortImportAsync();

        Assert.AreEqual("Key003=by hand, Title=1", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Finish_PausedWriterOfAnAbortedImport_CannotWriteIntoALaterOne()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var plan = await shop.Root.PlanAsync(Imports.Many(50));
        await Imports.BeginAsync(shop, plan);
        var paused = await Imports.TakeOverAsync(shop);
        await shop.Root.AbortImportAsync();
        await Imports.BeginAsync(shop, plan);
        await Imports.TakeOverAsync(shop); // the znodes of both imports have the same versions now

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => paused.FinishAsync(CancellationToken.None));

        Assert.AreEqual(ConflictReason.ImportUnderWay, conflict.Reason);
        Assert.AreEqual("Title=1", await shop.ShowAsync());
        Assert.AreEqual(2, (await shop.Root.ResumeImportAsync()).Number);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Abort_IntentWasDeletedOrDamaged_EndsTheImportWithDrift(bool isDeleted)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(20), afterBatches: 1);
        var writer = await Imports.TakeOverAsync(shop);
        var paths = new HistoryPaths(shop.Options.ControlPath, shop.Root.Path);
        var intent = paths.ChunksOf((await shop.Root.ReadAsync()).Head!.Importing!.Intent.Uid);
        await (isDeleted ? (Task)shop.Client.DeleteSubtreeAsync(intent) : shop.Client.SetDataAsync($"{intent}/0001", "?"u8.ToArray()));

        var error = await Assert.ThrowsAsync<RevisionException>(() => shop.Root.ResumeImportAsync());
        Assert.IsNotNull(await shop.Root.ReadImportAsync());
        await shop.Root.AbortImportAsync();

        Assert.Contains("Abort the import", error.Message);
        Assert.IsNull(await shop.Root.ReadImportAsync());
        Assert.IsNull(await shop.Client.ExistsAsync(shop.PathOf(Imports.Marker)));
        await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => writer.FinishAsync(CancellationToken.None));
        Assert.HasCount(10, (await shop.Root.DriftAsync()).Changes);
        Assert.AreEqual(2, (await shop.Root.AdoptAsync("By hand", Shop.Alice))!.Number);
    }

    [TestMethod]
    public async Task Abort_AnotherImportBeganMeanwhile_LeavesItsMarker()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(20), afterBatches: 1);
        await using var mirror = shop.Client.Mirror(shop.Root.Path);
        var abandoned = new AbandonedImport(shop.Client, new HistoryPaths(shop.Options.ControlPath, shop.Root.Path));

        await abandoned.EndAsync(Guid.NewGuid(), await mirror.RefreshAsync(), CancellationToken.None);

        Assert.IsNotNull(await shop.Client.ExistsAsync(shop.PathOf(Imports.Marker)));
        Assert.AreEqual(2, (await shop.Root.ResumeImportAsync()).Number);
    }
}
