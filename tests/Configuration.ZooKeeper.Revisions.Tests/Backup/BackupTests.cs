using Configuration.ZooKeeper.Revisions.Backups;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace Configuration.ZooKeeper.Revisions.Tests.Backup;

[TestClass]
public sealed class BackupTests
{
    private static readonly Acl[] Local = [new(Permissions.All, "ip", "127.0.0.1")];

    [TestMethod]
    public async Task Restore_AfterChanges_BringsBackEveryZnodeAsARevision()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Db/Password", "x"), ("Empty", ""), ("Null", null));
        await shop.Client.SetAclAsync(shop.PathOf("Db/Password"), Local);
        await shop.Client.CreateAsync(shop.PathOf("member"), mode: CreateMode.Ephemeral);
        var before = Shop.Text((await shop.Root.ReadAsync()).Tree);
        var backup = await SaveAndLoadAsync(await shop.Root.BackupAsync());
        await shop.ApplyAsync(prune: true, ("Title", "2"), ("New", "y"));

        var plan = await shop.Root.PlanRestoreAsync(backup);
        var applied = await shop.Root.ApplyAsync(plan, "Restore", Shop.Alice);

        Assert.AreEqual((3, RevisionKind.Restore), (applied.Number, plan.Kind));
        Assert.AreEqual(before, Shop.Text((await shop.Root.ReadAsync()).Tree));
        Assert.IsTrue((await shop.Root.VerifyAsync(backup)).IsMatch);
        CollectionAssert.AreEqual(Local, (await shop.Client.GetAclAsync(shop.PathOf("Db/Password"))).Acl.ToArray());
        Assert.IsFalse(backup.Znodes.Any(znode => znode.Path == "member"), "a restore must not revive ephemeral znodes");
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
    }

    [TestMethod]
    public async Task Backup_ItsZxid_IsTheStateOfThatZxid()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));

        var backup = await shop.Root.BackupAsync();

        Assert.AreEqual(1, backup.Revision);
        Assert.IsGreaterThanOrEqualTo(backup.Zxid, backup.AccessZxid);
        Assert.IsGreaterThanOrEqualTo((await shop.Client.ExistsAsync(shop.PathOf("Title")))!.Value.Mzxid, backup.Zxid);
        Assert.DoesNotContain("Corner", $"{backup} {backup.Znodes[0]}");
    }

    [TestMethod]
    public async Task Restore_IntoAnEnsembleThatWasWiped_StartsANewHistory()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        Revisions.Backup backup;
        await using (var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString))
        await using (var root = await ManagedRoot.OpenAsync(client, "/config/shop"))
        {
            for (var i = 0; i < 5; i++)
            {
                await root.ApplyAsync(await root.PlanAsync(Shop.State(("Title", $"{i}"))), "test", Shop.Alice);
            }

            backup = await root.BackupAsync();
        }

        await server.WipeAsync();
        await using var again = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var restored = await ManagedRoot.OpenAsync(again, "/config/shop");
        var applied = await restored.ApplyAsync(await restored.PlanRestoreAsync(backup), "Restore", Shop.Alice);

        Assert.AreEqual(1, applied.Number);
        Assert.IsTrue((await restored.VerifyAsync(backup)).IsMatch);
        Assert.IsTrue((await restored.DriftAsync()).IsClean);
    }

    [TestMethod]
    public async Task Restore_ElsewhereAndUnpruned_AddsWhatIsMissing()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Db/Host", "a"));
        var backup = await shop.Root.BackupAsync();
        await using var copy = await Shop.OpenAsync(test: "Copy");
        await copy.ApplyAsync(("Title", "2"), ("Own", "x"));

        await copy.Root.ApplyAsync(await copy.Root.PlanRestoreAsync(backup, new PlanOptions()), "Copy", Shop.Alice);

        Assert.AreEqual("Db=(null), Db/Host=a, Own=x, Title=1", await copy.ShowAsync());
        Assert.AreEqual("Create Own", string.Join(", ", (await copy.Root.VerifyAsync(backup)).Changes));
    }

    [TestMethod]
    public async Task Restore_EphemeralZnodes_AreNotRevived()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"));
        await shop.Client.CreateAsync(shop.PathOf("instance"), mode: CreateMode.Ephemeral);
        var backup = await shop.Root.BackupAsync();
        await shop.Client.DeleteAsync(shop.PathOf("instance"));
        await shop.WriteAsync("Title", "Night shop");
        await shop.Root.AdoptAsync("by hand");

        await shop.Root.ApplyAsync(await shop.Root.PlanRestoreAsync(backup), "restored", Shop.Alice);

        Assert.AreEqual("Title=Corner shop", await shop.ShowAsync());
        Assert.IsNull(await shop.Client.ExistsAsync(shop.PathOf("instance")));
    }

    [TestMethod]
    public async Task Restore_BelowAManagedRoot_IsOfThatPathOnly()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Timeout", "30"), ("Shop/Title", "1"));
        await using var db = await shop.OpenAgainAsync("Db");
        var backup = await db.BackupAsync();
        Assert.AreEqual(shop.PathOf("Db"), backup.Root);
        CollectionAssert.AreEqual(new[] { "", "Timeout" }, backup.Znodes.Select(znode => znode.Path).ToArray());
        Assert.IsTrue((await db.VerifyAsync(backup)).IsMatch);
        Assert.IsTrue((await db.PlanRestoreAsync(backup)).IsEmpty);
        await shop.ApplyAsync(("Db/Timeout", "60"), ("Db/New", "x"), ("Shop/Title", "2"));

        await db.ApplyAsync(await db.PlanRestoreAsync(backup), "Restore", Shop.Alice);

        Assert.AreEqual("Db=(null), Db/Timeout=30, Shop=(null), Shop/Title=2", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Backup_BelowAnUnreadableZnode_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Timeout", "30"), ("Shop/Title", "1"));
        await shop.Client.SetAclAsync(shop.PathOf("Db"), [new(Permissions.All & ~Permissions.Read, "world", "anyone")]);
        await using var below = await shop.OpenAgainAsync("Db/Timeout");
        await using var beside = await shop.OpenAgainAsync("Shop");

        var error = await Assert.ThrowsExactlyAsync<UnreadableException>(() => below.BackupAsync());

        Assert.Contains($"'{shop.PathOf("Db")}' is not readable", error.Message);
        Assert.HasCount(2, (await beside.BackupAsync()).Znodes);
    }

    [TestMethod]
    public async Task Backup_ZnodesKeepChanging_FailsAfterTheAttemptsInTheMessage()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var stale = await shop.Root.ReadAsync();
        await shop.WriteAsync("Title", "2");
        var attempts = 0;

        var maker = new BackupMaker(
            shop.Client,
            _ =>
            {
                attempts++;
                return Task.FromResult(stale);
            },
            "",
            TimeProvider.System);
        var error = await Assert.ThrowsExactlyAsync<RevisionException>(() => maker.MakeAsync(CancellationToken.None));

        Assert.Contains($"each of {attempts} attempts", error.Message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Db")]
    [DataRow("Db/Hosts")]
    public async Task Verify_UnreadableZnodes_AreNotComparedAndNoMatch(string below)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"), ("Db/Hosts/1", "a"));
        await using var before = await shop.OpenAgainAsync(below);
        var backup = await before.BackupAsync();
        await shop.Client.SetAclAsync(shop.PathOf("Db"), [new(Permissions.All & ~Permissions.Read, "world", "anyone")]);
        await using var fresh = await shop.OpenAgainAsync(below);

        var verified = await fresh.VerifyAsync(backup);

        Assert.IsEmpty(verified.Changes);
        Assert.AreEqual(shop.PathOf("Db"), Assert.ContainsSingle(verified.UnreadablePaths));
        Assert.IsFalse(verified.IsMatch);
    }

    [TestMethod]
    public async Task Backup_UnreadableZnode_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Secret", "x"));
        await shop.Client.SetAclAsync(shop.PathOf("Secret"), [new(Permissions.All & ~Permissions.Read, "world", "anyone")]);
        await using var fresh = await shop.OpenAgainAsync();

        var error = await Assert.ThrowsExactlyAsync<UnreadableException>(() => fresh.BackupAsync());
        var export = await Assert.ThrowsExactlyAsync<UnreadableException>(async () => StateFile.Write((await fresh.ReadAsync()).Tree, StateFormat.Json));

        Assert.AreEqual((shop.PathOf("Secret"), shop.PathOf("Secret")), (error.Path, export.Path));
        Assert.Contains(shop.PathOf("Secret"), error.Message);
        Assert.Contains(shop.PathOf("Secret"), export.Message);
    }

    [TestMethod]
    public async Task Backup_HiddenPasswordHashes_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await shop.Client.SetAclAsync(shop.PathOf("Title"), [Acl.Digest(Permissions.All, "op", "pw"), new(Permissions.Read, "world", "anyone")]);

        var error = await Assert.ThrowsExactlyAsync<UnreadableException>(() => shop.Root.BackupAsync());

        Assert.Contains("Admin", error.Message);
    }

    [TestMethod]
    public async Task Load_NotABackup_IsRejected()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "{}");
        try
        {
            await Assert.ThrowsExactlyAsync<InvalidInputException>(() => Revisions.Backup.LoadAsync(file));
            await Assert.ThrowsExactlyAsync<InvalidInputException>(() => Plan.LoadAsync(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<Revisions.Backup> SaveAndLoadAsync(Revisions.Backup backup)
    {
        var file = Path.GetTempFileName();
        try
        {
            await backup.SaveAsync(file);
            return await Revisions.Backup.LoadAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
