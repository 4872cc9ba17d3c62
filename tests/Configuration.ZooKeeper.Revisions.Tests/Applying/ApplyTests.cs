using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.Applying;

[TestClass]
public sealed class ApplyTests
{
    [TestMethod]
    public async Task Apply_FirstPlan_WritesZnodesAndRecordInOneTransaction()
    {
        await using var shop = await Shop.OpenAsync();

        var applied = await shop.ApplyAsync(("Db/Timeout", "30"), ("Title", "Corner shop"));

        Assert.AreEqual(1, applied.Number);
        Assert.AreEqual("Db=(null), Db/Timeout=30, Title=Corner shop", await shop.ShowAsync());
        Assert.AreEqual(applied.Zxid, (await shop.Client.ExistsAsync(shop.PathOf("Db/Timeout")))?.Czxid);
        Assert.AreEqual(applied.Zxid, (await shop.Client.ExistsAsync($"{shop.Options.ControlPath}/history/{shop.Root.Id}/r/0000000001"))?.Czxid);
    }

    [TestMethod]
    public async Task Apply_SecondPlan_IsTheNextRevision()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"), ("Banner", "Sale"));

        var applied = await shop.ApplyAsync(prune: true, ("Title", "Night shop"));

        Assert.AreEqual(2, applied.Number);
        Assert.AreEqual("Title=Night shop", await shop.ShowAsync());
        var revision = await shop.Root.ShowAsync(2);
        Assert.IsNotNull(revision);
        Assert.AreEqual("Set Title, Delete Banner", string.Join(", ", revision.Changes));
        Assert.AreEqual(applied.Zxid, revision.Zxid);
        Assert.AreEqual(Shop.Alice, revision.ClaimedAuthor);
        Assert.Contains("ip:127.0.0.1", revision.ProvenIdentities!);
    }

    [TestMethod]
    public async Task Apply_PlanThatAnotherToolOvertook_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"));
        var stale = await shop.Root.PlanAsync(Shop.State(("Title", "Night shop")));
        await using var other = await shop.OpenAgainAsync();
        await other.ApplyAsync(await other.PlanAsync(Shop.State(("Banner", "Sale"))), "first", Shop.Alice);

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ApplyAsync(stale, "second", Shop.Alice));

        Assert.AreEqual(ConflictReason.StalePlan, conflict.Reason);
        Assert.AreEqual("Banner=Sale, Title=Corner shop", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Apply_ZnodeDeletedAndCreatedAgain_IsRefusedAlthoughTheVersionIsTheSame()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"));
        var plan = await shop.Root.PlanAsync(Shop.State(("Title", "Night shop")));
        await shop.Client.DeleteAsync(shop.PathOf("Title"));
        await shop.Client.CreateAsync(shop.PathOf("Title"), "Corner shop"u8.ToArray());

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ApplyAsync(plan, "test", Shop.Alice));

        Assert.AreEqual(ConflictReason.ZnodesMoved, conflict.Reason);
        Assert.AreEqual(shop.PathOf("Title"), Assert.ContainsSingle(conflict.Paths));
    }

    [TestMethod]
    public async Task Apply_SamePlanTwice_ReturnsTheSameRevision()
    {
        await using var shop = await Shop.OpenAsync();
        var plan = await shop.Root.PlanAsync(Shop.State(("Title", "Corner shop")));

        var first = await shop.Root.ApplyAsync(plan, "test", Shop.Alice);
        var second = await shop.Root.ApplyAsync(plan, "test", Shop.Alice);

        Assert.AreEqual(first, second);
        Assert.HasCount(1, await shop.Root.HistoryAsync());
    }

    [TestMethod]
    public async Task Apply_MoreThanOneTransactionHolds_IsRefusedBeforeAnythingIsSent()
    {
        await using var shop = await Shop.OpenAsync();
        var many = new DesiredState();
        for (var i = 0; i < 1001; i++)
        {
            many.Set($"Key{i}", "x");
        }

        var large = new DesiredState();
        for (var i = 0; i < 6; i++)
        {
            var data = new byte[100 * 1024];
            new Random(i).NextBytes(data);
            large.Set($"Key{i}", data);
        }

        foreach (var state in new[] { many, large })
        {
            var plan = await shop.Root.PlanAsync(state);
            await Assert.ThrowsExactlyAsync<ChangeTooLargeException>(() => shop.Root.ApplyAsync(plan, "test", Shop.Alice));
        }

        Assert.IsNull(await shop.Client.ExistsAsync(shop.Root.Path));
    }

    [TestMethod]
    public async Task Open_PathBelowAManagedRoot_UsesItsHistory()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Timeout", "30"), ("Db_v2/Timeout", "31"), ("Title", "Corner shop"));
        await using var db = await shop.OpenAgainAsync("Db");

        var plan = await db.PlanAsync(Shop.State(("Host", "db1")), new PlanOptions { Prune = true });
        var applied = await db.ApplyAsync(plan, "test", Shop.Alice);

        Assert.AreEqual((shop.Root.Path, "Db", 2), (db.Path, db.Scope, applied.Number));
        Assert.AreEqual("Db=(null), Db/Host=db1, Db_v2=(null), Db_v2/Timeout=31, Title=Corner shop", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Open_PathAboveAManagedRoot_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await using var db = await shop.OpenAgainAsync("Db");
        await db.ApplyAsync(await db.PlanAsync(Shop.State(("Timeout", "30"))), "test", Shop.Alice);

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.OpenAgainAsync());
        var plan = await shop.Root.PlanAsync(Shop.State(("Title", "Corner shop")));
        var late = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ApplyAsync(plan, "test", Shop.Alice));

        Assert.AreEqual(ConflictReason.OverlappingRoot, conflict.Reason);
        Assert.AreEqual(ConflictReason.OverlappingRoot, late.Reason);
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/configzk")]
    [DataRow("/configzk/history")]
    public async Task Open_PathThatOverlapsTheControlPath_IsRefused(string path)
    {
        await using var client = await SharedServer.ConnectAsync();

        var error = await Assert.ThrowsExactlyAsync<ArgumentException>(() => ManagedRoot.OpenAsync(client, path));

        Assert.Contains("ControlPath", error.Message);
    }

    [TestMethod]
    public async Task History_SeveralRevisions_LatestFirst()
    {
        await using var shop = await Shop.OpenAsync();
        for (var i = 1; i <= 5; i++)
        {
            await shop.ApplyAsync(("Title", $"Shop {i}"));
        }

        var latest = await shop.Root.HistoryAsync(count: 2);
        var earlier = await shop.Root.HistoryAsync(count: 2, before: 3);

        CollectionAssert.AreEqual(new[] { 5, 4, 2, 1 }, latest.Concat(earlier).Select(revision => revision.Number).ToArray());
        Assert.IsNull(await shop.Root.ShowAsync(6));
    }

    [TestMethod]
    public async Task Apply_ParentsOfTheRootAreMissing_AreCreated()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync();
        await using var root = await ManagedRoot.OpenAsync(client, $"{path}/a/b", new ManagedRootOptions { ControlPath = $"{path}-control" });

        await root.ApplyAsync(await root.PlanAsync(Shop.State(("Title", "Corner shop"))), "test", Shop.Alice);

        Assert.IsNotNull(await client.ExistsAsync($"{path}/a/b/Title"));
    }

    [TestMethod]
    public async Task Apply_ParentWithAnAcl_ItsAclIsCopied()
    {
        await using var shop = await Shop.OpenAsync();
        Acl[] acl = [new(Permissions.All, "ip", "127.0.0.1"), new(Permissions.Read, "world", "anyone")];
        await shop.Client.CreateAsync(shop.Root.Path, acl: acl);

        await shop.ApplyAsync(("Db/Timeout", "30"));

        CollectionAssert.AreEquivalent(acl, (await shop.Client.GetAclAsync(shop.PathOf("Db/Timeout"))).Acl.ToArray());
    }
}
