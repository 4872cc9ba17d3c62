using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.Planning;

[TestClass]
public sealed class PlanTests
{
    [TestMethod]
    public async Task Plan_WithoutPrune_DeletesNothing()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"), ("Banner", "Sale"));

        var plan = await shop.Root.PlanAsync(Shop.State(("Title", "Night shop")));

        Assert.AreEqual("Set Title", string.Join(", ", plan.Changes));
    }

    [TestMethod]
    public async Task Plan_NothingDiffers_IsEmpty()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Timeout", "30"), ("Empty", ""), ("Null", null));

        var plan = await shop.Root.PlanAsync(Shop.State(("Db/Timeout", "30"), ("Empty", ""), ("Null", null)), new PlanOptions { Prune = true });

        Assert.IsTrue(plan.IsEmpty, string.Join(", ", plan.Changes));
    }

    [TestMethod]
    public async Task Plan_NullAndEmpty_Differ()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("A", ""), ("B", null));

        var plan = await shop.Root.PlanAsync(Shop.State(("A", null), ("B", "")));

        Assert.AreEqual("Set A, Set B", string.Join(", ", plan.Changes));
    }

    [TestMethod]
    public async Task Plan_PruneWithNothingDesired_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"));

        await Assert.ThrowsExactlyAsync<RevisionException>(() => shop.Root.PlanAsync(new DesiredState(), new PlanOptions { Prune = true }));

        var plan = await shop.Root.PlanAsync(new DesiredState(), new PlanOptions { Prune = true, AllowDeletingAll = true });
        Assert.AreEqual("Delete Title", string.Join(", ", plan.Changes));
    }

    [TestMethod]
    public async Task Plan_OtherSpellingOfAKey_WarnsUnlessThePlanDeletesOne()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("title", "2"));

        var kept = await shop.Root.PlanAsync(Shop.State(("Title", "3")));
        var pruned = await shop.Root.PlanAsync(Shop.State(("Title", "3")), new PlanOptions { Prune = true });

        Assert.Contains("'Title', 'title'", Assert.ContainsSingle(kept.Warnings));
        Assert.IsEmpty(pruned.Warnings);
    }

    [TestMethod]
    public async Task Plan_PruneWithUnreadableZnodes_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"), ("Secret/Key", "x"));
        await shop.Client.SetAclAsync(shop.PathOf("Secret"), [new(Permissions.All & ~Permissions.Read, "world", "anyone")]);

        await using var fresh = await shop.OpenAgainAsync();
        var refused = await Assert.ThrowsExactlyAsync<UnreadableException>(() => fresh.PlanAsync(Shop.State(("Title", "x")), new PlanOptions { Prune = true }));
        var plan = await fresh.PlanAsync(Shop.State(("Title", "x")));

        Assert.Contains(shop.PathOf("Secret"), refused.Message);
        Assert.AreEqual("Set Title", string.Join(", ", plan.Changes));
        Assert.Contains("not readable", plan.Warnings[0]);
    }

    [TestMethod]
    [DataRow("Secret")]
    [DataRow("Secret/Key")]
    public async Task Plan_OfAnUnreadableZnode_IsRefused(string path)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"), ("Secret/Key", "x"));
        await shop.Client.SetAclAsync(shop.PathOf("Secret"), [new(Permissions.All & ~Permissions.Read, "world", "anyone")]);
        await using var fresh = await shop.OpenAgainAsync();

        var error = await Assert.ThrowsExactlyAsync<UnreadableException>(() => fresh.PlanAsync(Shop.State((path, "y"))));

        Assert.Contains($"'{shop.PathOf("Secret")}' is not readable", error.Message);
    }

    [TestMethod]
    public async Task Plan_ZnodeLargerThanTheLimitOfTheClient_IsNotTakenForMissing()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Large", new string('x', 100_000)), ("Small", "1"));
        await using var client = await ZooKeeperClient.ConnectAsync(
            new ZooKeeperClientOptions { ConnectionString = SharedServer.Server.ConnectionString, MaxReplyLength = 64 * 1024 });
        await using var root = await ManagedRoot.OpenAsync(client, shop.Root.Path, shop.Options);

        var plan = await root.PlanAsync(Shop.State(("Small", "2")));
        Assert.AreEqual("Set Small", string.Join(", ", plan.Changes));
        Assert.IsTrue(plan.Warnings.Any(warning => warning.Contains("/Large' is not readable", StringComparison.Ordinal)));
        await Assert.ThrowsExactlyAsync<UnreadableException>(() => root.PlanAsync(Shop.State(("Small", "2")), new PlanOptions { Prune = true }));
        await Assert.ThrowsExactlyAsync<UnreadableException>(() => root.BackupAsync());
    }

    [TestMethod]
    public async Task Plan_EphemeralZnodes_AreNotPruned()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"), ("Members/Note", "x"));
        await shop.Client.CreateAsync(shop.PathOf("Members/m1"), mode: CreateMode.Ephemeral);

        var plan = await shop.Root.PlanAsync(Shop.State(("Title", "Corner shop")), new PlanOptions { Prune = true });

        Assert.AreEqual("Delete Members/Note", string.Join(", ", plan.Changes));
        Assert.IsEmpty(plan.Warnings);
    }

    [TestMethod]
    public async Task Save_PlanWithEveryKindOfData_LoadsTheSame()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"), ("Banner", "Sale"));
        var desired = new DesiredState().Set("Title", "Nachtcafé 🌙 \"quoted\"").Set("Null", data: null).Set("Empty", "").Set("Binary", new byte[] { 0xFF, 0, 0x80 });
        var plan = await shop.Root.PlanAsync(desired, new PlanOptions { Prune = true });
        var file = Path.GetTempFileName();
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            }

            await plan.SaveAsync(file);
            var loaded = await Plan.LoadAsync(file);

            Assert.AreEqual(plan.ToString(), loaded.ToString());
            Assert.AreEqual(plan.Uid, loaded.Uid);
            var applied = await shop.Root.ApplyAsync(loaded, "test", Shop.Alice);
            Assert.AreEqual(applied, await shop.Root.ResolveAsync(plan));
            var tree = (await shop.Root.ReadAsync()).Tree;
            CollectionAssert.AreEqual(new byte[] { 0xFF, 0, 0x80 }, tree.Find("Binary")!.Data!.Value.ToArray());
            Assert.IsNull(tree.Find("Null")!.Data);
            Assert.AreEqual(0, tree.Find("Empty")!.Data!.Value.Length);
            if (!OperatingSystem.IsWindows())
            {
                Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public async Task ToString_OfPlansAndStates_ShowsNoValues()
    {
        await using var shop = await Shop.OpenAsync();
        var plan = await shop.Root.PlanAsync(Shop.State(("Password", "hunter2")));
        await shop.Root.ApplyAsync(plan, "test", Shop.Alice);
        var revision = await shop.Root.ShowAsync(1);

        Assert.DoesNotContain("hunter2", $"{plan} {plan.Changes[0]} {revision} {revision!.Changes[0]} {(await shop.Root.ReadAsync()).Tree.Find("Password")}");
    }
}
