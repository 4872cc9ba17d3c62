using Configuration.ZooKeeper.Revisions.Access;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Tests.Access;

[TestClass]
public sealed class AccessTests
{
    private static readonly Acl[] Local = [new(Permissions.All, "ip", "127.0.0.1"), new(Permissions.Read, "world", "anyone")];

    [TestMethod]
    public async Task ApplyAccess_Recursive_WritesListsAndARevision()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Host", "a"), ("Title", "1"));

        var plan = await shop.Root.PlanAccessAsync(Local, "Db");
        var applied = await shop.Root.ApplyAccessAsync(plan, "Lock", Shop.Alice);

        Assert.AreEqual("Db, Db/Host", string.Join(", ", plan.Changes.Select(change => change.Path)));
        Assert.IsTrue(plan.Changes.All(change => change.IsTighter && change.IsLooser));
        Assert.AreEqual(2, applied.Number);
        var lists = await shop.Root.ReadAccessAsync();
        CollectionAssert.AreEqual(Local, lists.Single(list => list.Path == "Db/Host").Acl.ToArray());
        CollectionAssert.AreEqual(Acl.Open.ToArray(), lists.Single(list => list.Path == "Title").Acl.ToArray());
        var revision = (await shop.Root.ShowAsync(2))!;
        Assert.AreEqual((RevisionKind.Access, 2, 0), (revision.Kind, revision.AccessChanges.Count, revision.Changes.Count));
        Assert.IsTrue((await shop.Root.PlanAccessAsync(Local, "Db")).IsEmpty);
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
        Assert.AreEqual("Db=(null), Db/Host=a, Title=1", Shop.Text(await shop.Root.StateAtAsync(2)));
    }

    [TestMethod]
    public async Task ReadAccess_ZnodesKeepChanging_FailsAfterTheAttemptsInTheMessage()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var stale = await shop.Root.ReadAsync();
        await shop.WriteAsync("Title", "2");
        var attempts = 0;

        var error = await Assert.ThrowsExactlyAsync<RevisionException>(() => new AccessReader(shop.Client).ReadAsync(
            _ =>
            {
                attempts++;
                return Task.FromResult(stale);
            },
            "",
            CancellationToken.None));

        Assert.Contains($"each of {attempts} attempts", error.Message);
    }

    [TestMethod]
    public void Change_OfOneList_SaysWhetherItTightensOrLoosens()
    {
        Acl read = new(Permissions.Read, "world", "anyone"), all = new(Permissions.All, "world", "anyone"), own = new(Permissions.All, "ip", "10.0.0.1");

        Assert.AreEqual((true, false), Directions([all], [read]));
        Assert.AreEqual((false, true), Directions([read], [read, own]));
        Assert.AreEqual((true, true), Directions([all], [own]));
        Assert.AreEqual((false, false), Directions([read, own], [own, read]));

        static (bool, bool) Directions(Acl[] before, Acl[] after) =>
            (new AccessChange("", before, after, 0) is var change) ? (change.IsTighter, change.IsLooser) : default;
    }

    [TestMethod]
    public async Task ApplyAccess_ListChangedSinceThePlan_IsAConflict()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var plan = await shop.Root.PlanAccessAsync(Local, "Title", isRecursive: false);
        await shop.Client.SetAclAsync(shop.PathOf("Title"), Acl.Open);

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ApplyAccessAsync(plan, "Lock", Shop.Alice));

        Assert.AreEqual(ConflictReason.ZnodesMoved, conflict.Reason);
    }

    [TestMethod]
    public async Task Apply_ParentWhoseHashesAreHidden_IsRefusedWithARemedy()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Host", "a"));
        await shop.Client.SetAclAsync(shop.PathOf("Db"), [Acl.Digest(Permissions.Admin, "op", "pw"), new(Permissions.All & ~Permissions.Admin, "world", "anyone")]);

        var error = await Assert.ThrowsExactlyAsync<UnreadableException>(() => shop.ApplyAsync(("Db/Port", "1")));

        Assert.Contains("ManagedRootOptions.Acl", error.Message);
        shop.Options.Acl = Acl.Open;
        Assert.AreEqual(2, (await shop.ApplyAsync(("Db/Port", "1"))).Number);
    }

    [TestMethod]
    public async Task Import_DeletesAZnodeWhoseHashesAreHidden_IsRefusedBeforeItBegins()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Host", "a"), ("Title", "1"));
        await shop.Client.SetAclAsync(shop.PathOf("Db/Host"), [Acl.Digest(Permissions.Admin, "op", "pw"), new(Permissions.All & ~Permissions.Admin, "world", "anyone")]);
        var plan = await shop.Root.PlanAsync(Shop.State(("Title", "2")), new PlanOptions { Prune = true });

        var error = await Assert.ThrowsExactlyAsync<UnreadableException>(() => shop.Root.ImportAsync(plan, "Many", Shop.Alice));

        Assert.Contains(shop.PathOf("Db/Host"), error.Message);
        Assert.Contains("Admin permission", error.Message);
        Assert.IsNull(await shop.Root.ReadImportAsync());
        Assert.AreEqual("Db=(null), Db/Host=a, Title=1", await shop.ShowAsync());
        Assert.AreEqual(2, (await shop.Root.ApplyAsync(plan, "At once", Shop.Alice)).Number);
    }

    [TestMethod]
    public async Task Open_WithoutPermissionForTheHistory_CanReadAndPlanButNotApply()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        Acl[] operators = [Acl.Digest(Permissions.All, "op", "pw")];
        var history = shop.Options.ControlPath + "/history";
        foreach (var path in new[] { $"{history}/{shop.Root.Id}/head", history })
        {
            await shop.Client.SetAclAsync(path, operators);
            await using var root = await shop.OpenAgainAsync();
            var present = await root.ReadAsync();
            var plan = await root.PlanAsync(Shop.State(("Title", "2")));

            Assert.AreEqual((false, "Title=1", "Set Title"), (present.IsHistoryReadable, Shop.Text(present.Tree), string.Join(", ", plan.Changes)));
            await Assert.ThrowsExactlyAsync<NoAuthException>(() => root.ApplyAsync(plan, "test", Shop.Alice));
        }
    }

    [TestMethod]
    public async Task History_OfOperators_HasTheListOfTheControlPath()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Client.CreateAsync(shop.Options.ControlPath, acl: Local);

        await shop.ApplyAsync(("Title", "1"));

        foreach (var path in new[] { "", "/history", $"/history/{shop.Root.Id}", $"/history/{shop.Root.Id}/head", $"/history/{shop.Root.Id}/r/0000000001" })
        {
            CollectionAssert.AreEqual(Local, (await shop.Client.GetAclAsync(shop.Options.ControlPath + path)).Acl.ToArray(), path);
        }
    }
}
