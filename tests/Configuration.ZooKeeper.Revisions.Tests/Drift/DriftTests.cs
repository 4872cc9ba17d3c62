using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Tests.Drift;

[TestClass]
public sealed class DriftTests
{
    [TestMethod]
    public async Task Drift_NothingWrittenPastTheRecords_IsClean()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"));

        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
    }

    [TestMethod]
    public async Task Drift_WrittenCreatedAndDeleted_IsFoundWithBothSides()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Client.CreateAsync(shop.Root.Path);
        await shop.Client.CreateAsync(shop.PathOf("Old"), "never recorded"u8.ToArray()); // before the root is managed
        await shop.ApplyAsync(("Title", "Corner shop"), ("Banner", "Sale"));
        await shop.WriteAsync("Title", "Night shop");
        await shop.Client.CreateAsync(shop.PathOf("New"));
        await shop.Client.DeleteAsync(shop.PathOf("Old"));

        var drift = await shop.Root.DriftAsync();

        Assert.AreEqual("Create New, Delete Old, Set Title", string.Join(", ", drift.Changes));
        Assert.AreEqual("Corner shop → Night shop", $"{Text(drift.Changes[2].OldData)} → {Text(drift.Changes[2].NewData)}");
    }

    [TestMethod]
    public async Task Drift_ForeignDeleteBelowAParentThatALaterApplyTouches_IsFound()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Host", "a"), ("Db/Port", "1"));
        var plan = await shop.Root.PlanAsync(Shop.State(("Db/User", "u")));
        await shop.Client.DeleteAsync(shop.PathOf("Db/Port"));

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ApplyAsync(plan, "test", Shop.Alice));

        Assert.AreEqual(ConflictReason.Drift, conflict.Reason);
        Assert.AreEqual(shop.PathOf("Db/Port"), Assert.ContainsSingle(conflict.Paths));
    }

    [TestMethod]
    public async Task Drift_EphemeralAndAcl_AreNone()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"));
        await shop.Client.CreateAsync(shop.PathOf("m1"), mode: CreateMode.Ephemeral);
        await shop.Client.SetAclAsync(shop.PathOf("Title"), Acl.Open);

        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
        Assert.AreEqual(2, (await shop.ApplyAsync(("Title", "Night shop"))).Number);
    }

    [TestMethod]
    public async Task Drift_UnreadableZnodes_AreNotTakenForDeleted()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"), ("Secret/Key", "x"));
        await shop.Client.SetAclAsync(shop.PathOf("Secret"), [new(Permissions.All & ~Permissions.Read, "world", "anyone")]);
        await using var fresh = await shop.OpenAgainAsync();

        var drift = await fresh.DriftAsync();

        Assert.IsTrue(drift.IsClean);
        Assert.AreEqual(shop.PathOf("Secret"), Assert.ContainsSingle(drift.UnreadablePaths));
    }

    [TestMethod]
    public async Task Adopt_Drift_IsRecordedAndClean()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"));
        await shop.WriteAsync("Title", "Night shop");

        var adopted = await shop.Root.AdoptAsync("Edited by hand", Shop.Alice);

        Assert.AreEqual(2, adopted?.Number);
        Assert.AreEqual("Title=Night shop", await shop.ShowAsync());
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
        Assert.AreEqual("Set Title", string.Join(", ", (await shop.Root.ShowAsync(2))!.Changes));
        Assert.IsNull(await shop.Root.AdoptAsync("Again"));
        Assert.AreEqual("Title=Corner shop", Shop.Text(await shop.Root.StateAtAsync(1)));
    }

    [TestMethod]
    public async Task Adopt_MoreThanARecordHolds_IsInChunks()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"));
        for (var i = 0; i < 4; i++)
        {
            var data = new byte[200 * 1024];
            new Random(i).NextBytes(data);
            await shop.Client.CreateAsync(shop.PathOf($"Image{i}"), data);
        }

        await shop.Root.AdoptAsync("Images", Shop.Alice);

        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
        var revision = (await shop.Root.ShowAsync(2))!;
        Assert.AreEqual((4, 4), (revision.ChangeCount, revision.Changes.Count));
        Assert.AreEqual(4, (await shop.Root.HistoryAsync())[0].ChangeCount);
        Assert.HasCount(6, (await shop.Root.StateAtAsync(2)).Znodes);
    }

    [TestMethod]
    public async Task RevertDrift_Drift_IsUndoneAndRecorded()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"), ("Banner", "Sale"), ("Db/Host", "a"));
        await shop.WriteAsync("Title", "Night shop");
        await shop.Client.DeleteAsync(shop.PathOf("Banner"));
        await shop.Client.DeleteSubtreeAsync(shop.PathOf("Db"));
        await shop.Client.CreateAsync(shop.PathOf("New"));

        var plan = await shop.Root.PlanDriftRevertAsync();
        var applied = await shop.Root.ApplyAsync(plan, "Undo", Shop.Alice);

        Assert.AreEqual(2, applied.Number);
        Assert.AreEqual("Banner=Sale, Db=(null), Db/Host=a, Title=Corner shop", await shop.ShowAsync());
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
        Assert.AreEqual("Banner=Sale, Db=(null), Db/Host=a, Title=Corner shop", Shop.Text(await shop.Root.StateAtAsync(1)));
        Assert.IsTrue((await shop.Root.PlanRollbackAsync(1)).IsEmpty);
    }

    [TestMethod]
    public async Task RevertDrift_MoreDriftSinceThePlan_StaysVisible()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"), ("Banner", "Sale"));
        await shop.WriteAsync("Title", "Night shop");
        var plan = await shop.Root.PlanDriftRevertAsync();
        await shop.WriteAsync("Banner", "No sale");

        await shop.Root.ApplyAsync(plan, "Undo", Shop.Alice);

        Assert.AreEqual("Set Banner", string.Join(", ", (await shop.Root.DriftAsync()).Changes));
    }

    private static string Text(byte[]? data) => System.Text.Encoding.UTF8.GetString(data!);
}
