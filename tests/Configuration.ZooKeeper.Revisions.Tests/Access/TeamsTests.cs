using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.Access;

/// <summary>Several teams on one ensemble. The history of one team, which no other team can read, is in nobody's way.</summary>
[TestClass]
public sealed class TeamsTests
{
    private static readonly Acl[] OfAnotherTeam = [Acl.Digest(Permissions.All, "pay", "pw")];
    private static readonly Acl[] OfThisTeam = [new(Permissions.All, "ip", "127.0.0.1"), new(Permissions.Read, "digest", "shop:hash")];

    [TestMethod]
    public async Task Apply_HistoryOfAnotherTeamIsNotReadable_IsApplied()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Shop/Title", "1"));
        await using var pay = await RegisterAsync(shop, $"{shop.Root.Path}-pay");
        await GiveAwayAsync(shop, pay.Path);

        await using var again = await shop.OpenAgainAsync("Shop");
        var applied = await again.ApplyAsync(await again.PlanAsync(Shop.State(("Title", "2"))), "test", Shop.Alice);
        await using var third = await RegisterAsync(shop, $"{shop.Root.Path}-third");

        Assert.AreEqual((shop.Root.Path, "Shop", 2), (again.Path, again.Scope, applied.Number));
        Assert.IsTrue((await third.ReadAsync()).IsManaged);
        CollectionAssert.AreEquivalent(
            new[] { shop.Root.Path, pay.Path, third.Path }, (await ManagedRoot.ListAsync(shop.Client, shop.Options.ControlPath)).ToArray());
    }

    [TestMethod]
    public async Task Open_AboveARootOfAnotherTeam_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await using var pay = await RegisterAsync(shop, $"{shop.Root.Path}/pay");
        await GiveAwayAsync(shop, pay.Path);

        var refused = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.OpenAgainAsync());

        Assert.AreEqual(ConflictReason.OverlappingRoot, refused.Reason);
        Assert.AreEqual(pay.Path, Assert.ContainsSingle(refused.Paths));
    }

    [TestMethod]
    public async Task Open_BelowARootOfAnotherTeam_ReadsAndDoesNotApply()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Timeout", "30"));
        await GiveAwayAsync(shop, shop.Root.Path);

        await using var below = await shop.OpenAgainAsync("Db");
        var plan = await below.PlanAsync(Shop.State(("Timeout", "60")));

        Assert.AreEqual((shop.PathOf("Db"), ""), (below.Path, below.Scope));
        Assert.IsFalse((await below.ReadAsync()).IsHistoryReadable);
        Assert.HasCount(1, plan.Changes);
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => below.ApplyAsync(plan, "test", Shop.Alice));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Db")]
    public async Task Apply_OnlyTheOwnHistoryIsReadable_IsApplied(string below)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Timeout", "30"));
        await ManagedRoot.SetHistoryAccessAsync(shop.Client, OfThisTeam, HistoryOf(shop, shop.Root.Path));
        await shop.Client.SetAclAsync(new HistoryPaths(shop.Options.ControlPath, "/").All, OfAnotherTeam);
        await shop.Client.SetAclAsync(shop.Options.ControlPath, OfAnotherTeam);

        await using var root = await shop.OpenAgainAsync(below);
        var applied = await root.ApplyAsync(await root.PlanAsync(Shop.State(("New", "1"))), "test", Shop.Alice);

        Assert.AreEqual((shop.Root.Path, below, 2), (root.Path, root.Scope, applied.Number));
    }

    [TestMethod]
    public async Task Register_ListOfHistoriesIsNotReadable_IsRefused()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await shop.Client.SetAclAsync(new HistoryPaths(shop.Options.ControlPath, "/").All, OfAnotherTeam);

        await using var other = await ManagedRoot.OpenAsync(shop.Client, $"{shop.Root.Path}-other", shop.Options);

        Assert.IsFalse((await other.ReadAsync()).IsHistoryReadable);
        await Assert.ThrowsExactlyAsync<NoAuthException>(async () => await other.ApplyAsync(await other.PlanAsync(Shop.State(("Title", "1"))), "test", Shop.Alice));
    }

    [TestMethod]
    public async Task Apply_HistoryWithItsOwnList_GivesItToTheRecord()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var paths = new HistoryPaths(shop.Options.ControlPath, shop.Root.Path);
        await ManagedRoot.SetHistoryAccessAsync(shop.Client, OfThisTeam, paths.Root);

        await shop.ApplyAsync(("Title", "2"));

        CollectionAssert.AreEqual(OfThisTeam, (await shop.Client.GetAclAsync(paths.Record(2))).Acl.ToArray());
    }

    [TestMethod]
    public async Task Open_ForeignZnodeAmongTheHistories_IsIgnored()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await shop.Client.CreateAsync($"{new HistoryPaths(shop.Options.ControlPath, "/").All}/a::b%zz", null);

        await using var again = await shop.OpenAgainAsync();

        Assert.AreEqual(shop.Root.Path, Assert.ContainsSingle(await ManagedRoot.ListAsync(shop.Client, shop.Options.ControlPath)));
    }

    /// <summary>Gives a history to the other team, which the tests are not.</summary>
    private static async Task GiveAwayAsync(Shop shop, string root)
    {
        var options = new ZooKeeperClientOptions { ConnectionString = SharedServer.Server.ConnectionString };
        options.DigestIdentities.Add(new DigestIdentity("pay", "pw"));
        await using var pay = await ZooKeeperClient.ConnectAsync(options);
        await ManagedRoot.SetHistoryAccessAsync(pay, OfAnotherTeam, HistoryOf(shop, root));
    }

    private static string HistoryOf(Shop shop, string root) => new HistoryPaths(shop.Options.ControlPath, root).Root;

    private static async Task<ManagedRoot> RegisterAsync(Shop shop, string path)
    {
        var root = await ManagedRoot.OpenAsync(shop.Client, path, shop.Options);
        await root.RegisterAsync();
        return root;
    }
}
