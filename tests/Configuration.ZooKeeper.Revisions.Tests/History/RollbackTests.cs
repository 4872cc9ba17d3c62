using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.History;

[TestClass]
public sealed class RollbackTests
{
    [TestMethod]
    public async Task Rollback_ByDefault_IsOneStepAndANewRevision()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Db/Host", "a"));
        await shop.ApplyAsync(prune: true, ("Title", "2"), ("Banner", "Sale"));

        var plan = await shop.Root.PlanRollbackAsync();
        var applied = await shop.Root.ApplyAsync(plan, "Back", Shop.Alice);

        Assert.AreEqual((3, RevisionKind.Rollback, 1), (applied.Number, plan.Kind, plan.Of));
        Assert.AreEqual("Db=(null), Db/Host=a, Title=1", await shop.ShowAsync());
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
    }

    [TestMethod]
    public async Task Rollback_Twice_GoesForwardAgain()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await shop.ApplyAsync(("Title", "2"));
        await shop.Root.ApplyAsync(await shop.Root.PlanRollbackAsync(), "Back", Shop.Alice);

        await shop.Root.ApplyAsync(await shop.Root.PlanRollbackAsync(), "Forward", Shop.Alice);

        Assert.AreEqual("Title=2", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Rollback_ToTheFirstRevision_RestoresItsStateAndDeletesNothingElse()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Banner", "Sale"));
        await shop.ApplyAsync(("Title", "2"));
        await shop.ApplyAsync(("Title", "3"), ("Db/Host", "a"));

        await shop.Root.ApplyAsync(await shop.Root.PlanRollbackAsync(to: 1), "Back", Shop.Alice);

        Assert.AreEqual("Banner=Sale, Title=1", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Rollback_BeforeTheFirstRevisionOfAnEmptyRoot_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));

        var error = await Assert.ThrowsExactlyAsync<RevisionException>(() => shop.Root.PlanRollbackAsync());

        Assert.Contains("The state as of revision 0 has no values", error.Message);
        var allowed = await shop.Root.PlanRollbackAsync(options: new PlanOptions { AllowDeletingAll = true });
        Assert.AreEqual("Delete Title, Delete (root)", string.Join(", ", allowed.Changes));
    }

    [TestMethod]
    public async Task Rollback_RootAtRevisionZero_SaysThatThereIsNoEarlierRevision()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Root.RegisterAsync();

        var error = await Assert.ThrowsExactlyAsync<RevisionException>(() => shop.Root.PlanRollbackAsync());

        Assert.AreEqual($"Cannot roll back '{shop.Root.Path}': it is at revision 0, and there is no earlier one.", error.Message);
    }

    [TestMethod]
    public async Task Rollback_LatestRevisionChangedAccess_IsRefusedUnlessTheRevisionIsNamed()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await shop.ApplyAsync(("Title", "2"));
        await shop.Root.ApplyAccessAsync(await shop.Root.PlanAccessAsync([new Acl(Permissions.All, "ip", "127.0.0.1")], "Title"), "Lock", Shop.Alice);

        var error = await Assert.ThrowsExactlyAsync<RevisionException>(() => shop.Root.PlanRollbackAsync());

        Assert.Contains("revision 3 changed access control lists", error.Message);
        Assert.AreEqual("Set Title", string.Join(", ", (await shop.Root.PlanRollbackAsync(1)).Changes));
        Assert.IsTrue((await shop.Root.PlanRollbackAsync(2)).IsEmpty);
    }

    [TestMethod]
    public async Task Rollback_ToRevisionZeroOfARootThatExisted_RestoresWhatWasThere()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Client.CreateAsync(shop.Root.Path);
        await shop.Client.CreateAsync(shop.PathOf("Title"), "0"u8.ToArray());
        await shop.ApplyAsync(prune: true, ("Banner", "Sale"));

        await shop.Root.ApplyAsync(await shop.Root.PlanRollbackAsync(), "Back", Shop.Alice);

        Assert.AreEqual("Title=0", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Rollback_ZnodeWrittenPastTheRecords_IsAConflict()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Banner", "a"));
        await shop.ApplyAsync(("Title", "2"), ("Banner", "b"));
        await shop.WriteAsync("Title", "by hand");

        var plan = await shop.Root.PlanRollbackAsync();
        var error = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ApplyAsync(plan, "Back", Shop.Alice));

        Assert.AreEqual(shop.PathOf("Title"), Assert.ContainsSingle(plan.Conflicts));
        Assert.AreEqual(ConflictReason.Merge, error.Reason);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(3)]
    public async Task Rollback_UnreadableZnode_IsRefused(int to)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Db/Host", "a"));
        await shop.ApplyAsync(("Db/Host", "b"));
        await shop.ApplyAsync(prune: true, ("Title", "1"));
        await shop.ApplyAsync(("Db/Host", "c"));
        await shop.Client.SetAclAsync(shop.PathOf("Db/Host"), [new(Permissions.All & ~Permissions.Read, "world", "anyone")]);
        await using var fresh = await shop.OpenAgainAsync();

        var error = await Assert.ThrowsExactlyAsync<UnreadableException>(() => fresh.PlanRollbackAsync(to, new PlanOptions { AllowDeletingAll = true }));

        Assert.Contains($"'{shop.PathOf("Db/Host")}' is not readable", error.Message);
    }

    [TestMethod]
    public async Task Rollback_RevisionThatDoesNotExist_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await Assert.ThrowsExactlyAsync<RevisionException>(() => shop.Root.PlanRollbackAsync());
        await shop.ApplyAsync(("Title", "1"));

        foreach (var revision in new[] { -1, 2 })
        {
            await Assert.ThrowsExactlyAsync<RevisionException>(() => shop.Root.PlanRollbackAsync(revision));
        }
    }

    [TestMethod]
    public async Task Revert_EarlierRevision_KeepsLaterChanges()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Banner", "a"));
        await shop.ApplyAsync(("Banner", "b"), ("New/Key", "x"));
        await shop.ApplyAsync(("Title", "3"));

        var plan = await shop.Root.PlanRevertAsync(2);
        await shop.Root.ApplyAsync(plan, "Revert", Shop.Alice);

        Assert.AreEqual((RevisionKind.Revert, 2), (plan.Kind, plan.Of));
        Assert.AreEqual("Banner=a, Title=3", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Revert_ZnodeChangedLater_IsAConflict()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await shop.ApplyAsync(("Title", "2"), ("Section/A", "x"));
        await shop.ApplyAsync(("Title", "3"), ("Section/B", "y"));

        var plan = await shop.Root.PlanRevertAsync(2);

        CollectionAssert.AreEqual(new[] { shop.PathOf("Section/B"), shop.PathOf("Title") }, plan.Conflicts.ToArray());
    }

    [TestMethod]
    public async Task Revert_RevisionThatCreatedEverything_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));

        await Assert.ThrowsExactlyAsync<RevisionException>(() => shop.Root.PlanRevertAsync(1));
    }

    [TestMethod]
    public async Task Diff_TwoRevisions_IsWhatChangedBetweenThem()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Banner", "a"));
        await shop.ApplyAsync(("Title", "2"));
        await shop.ApplyAsync(prune: true, ("Title", "1"), ("New", "x"));

        Assert.AreEqual("Delete Banner, Create New", string.Join(", ", await shop.Root.DiffAsync(1, 3)));
        Assert.AreEqual("Create Banner, Delete New", string.Join(", ", await shop.Root.DiffAsync(3, 1)));
    }

    [TestMethod]
    public async Task StateAt_EveryRevisionOfARandomHistory_IsWhatWasThere()
    {
        var seed = FuzzSeed.Next(Console.WriteLine);
        var random = new Random(seed);
        await using var shop = await Shop.OpenAsync();
        await shop.Client.CreateAsync(shop.Root.Path);
        await shop.Client.CreateAsync(shop.PathOf("K0"), "start"u8.ToArray());
        var seen = new List<string> { await shop.ShowAsync() };
        for (var i = 1; i <= 15; i++)
        {
            var znodes = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => ($"K{random.Next(3)}/K{random.Next(3)}", (string?)$"{i}")).DistinctBy(znode => znode.Item1).ToArray();
            await shop.ApplyAsync(prune: random.Next(2) == 0, znodes);
            seen.Add(await shop.ShowAsync());
        }

        for (var i = 0; i < seen.Count; i++)
        {
            Assert.AreEqual(seen[i], Shop.Text(await shop.Root.StateAtAsync(i)), $"revision {i}");
        }
    }
}
