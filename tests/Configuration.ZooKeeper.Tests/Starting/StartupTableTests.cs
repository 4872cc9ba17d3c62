using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Starting;

/// <summary>The table "At the start" of the README, cell by cell: what is wrong, and whether the source is required, optional, or has a saved copy.</summary>
[TestClass]
public sealed class StartupTableTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly IReadOnlyList<Acl> Owner =
        [Acl.Digest(Permissions.All, "shop", "s3cret"), new Acl(Permissions.Admin | Permissions.Create | Permissions.Delete, "world", "anyone")];

    [TestMethod]
    public async Task Unreachable_Required_Throws()
    {
        await using var shop = await StartedShop.StartAsync();
        shop.Proxy.RefuseConnections = true;

        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => shop.Load(optional: false, Short));

        Assert.Contains(shop.Proxy.ConnectionString, e.Message);
    }

    [TestMethod]
    public async Task Unreachable_Optional_IsEmptyAndStaleAndKeepsTrying()
    {
        await using var shop = await StartedShop.StartAsync();
        shop.Proxy.RefuseConnections = true;
        using var configuration = shop.Load(optional: true, Short);

        Assert.IsNull(configuration["Title"]);
        Assert.IsTrue(configuration.Status().IsStale);
        shop.Proxy.RefuseConnections = false;
        await Eventually.TrueAsync(() => configuration["Title"] == "one");
        Assert.IsFalse(configuration.Status().IsStale);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Unreachable_SnapshotFile_IsTheFileAfterOnePassAndHeals(bool optional)
    {
        await using var shop = await StartedShop.StartAsync();
        shop.Save();
        await shop.Tree.SetAsync("Title", "two");
        shop.Proxy.RefuseConnections = true;
        var started = TimeProvider.System.GetTimestamp();
        using var configuration = shop.Load(optional, Long);

        Assert.IsLessThan(Long / 2, TimeProvider.System.GetElapsedTime(started));
        AssertIsFromFile(configuration);
        Assert.IsNull(configuration.Status().RejectedReload);
        using var reloads = new Reloads(configuration);
        shop.Proxy.RefuseConnections = false;
        await Eventually.TrueAsync(() => configuration["Title"] == "two" && reloads.Count == 1);
        Assert.IsFalse(configuration.Status().IsStale);
        Assert.IsNull(configuration.Status().SavedAt);
        CollectionAssert.AreEqual(new[] { "Title" }, configuration.Status().ChangedKeys.ToArray());
    }

    [TestMethod]
    public async Task Missing_Required_Throws()
    {
        await using var shop = await StartedShop.StartAsync();
        await shop.DeleteAllAsync();

        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => shop.Load(optional: false, Long));

        Assert.Contains("the znode does not exist", e.Message);
    }

    [TestMethod]
    public async Task Missing_Optional_IsEmptyAndWatched()
    {
        await using var shop = await StartedShop.StartAsync();
        await shop.DeleteAllAsync();
        using var configuration = shop.Load(optional: true, Long);

        Assert.IsNull(configuration["Title"]);
        Assert.IsFalse(configuration.Status().IsStale);
        await shop.Tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Missing_SnapshotFile_IsTheFileAndHeals(bool optional)
    {
        await using var shop = await StartedShop.StartAsync();
        shop.Save();
        await shop.DeleteAllAsync();
        using var configuration = shop.Load(optional, Long);

        AssertIsFromFile(configuration);
        Assert.AreEqual(ZooKeeperRejectionCause.Missing, configuration.Status().RejectedReload!.Cause);
        configuration.Reload();
        AssertIsFromFile(configuration);
        await shop.Tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        Assert.IsNull(configuration.Status().SavedAt);
        Assert.IsNull(configuration.Status().RejectedReload);
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(true, true)]
    public async Task NoPermission_RequiredOrOptionalOrSnapshotFile_Throws(bool optional, bool hasFile)
    {
        await using var shop = await StartedShop.StartAsync();
        if (hasFile)
        {
            shop.Save();
        }

        await shop.Tree.Client.SetAclAsync(shop.Tree.Path, Owner);

        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => shop.Load(optional, Long));

        Assert.Contains($"'{shop.Tree.Path}' is unreadable (NoAuth)", e.Message);
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(true, true)]
    public async Task WrongCredentials_RequiredOrOptionalOrSnapshotFile_Throws(bool optional, bool hasFile)
    {
        await using var shop = await StartedShop.StartAsync();
        if (hasFile)
        {
            shop.Save();
        }

        await shop.Tree.Client.SetAclAsync(shop.Tree.Path, Owner);

        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(
            () => shop.Load(optional, Long, options => options.Connection.DigestIdentities.Add(new DigestIdentity("shop", "m1staken"))));

        Assert.DoesNotContain("m1staken", e.ToString());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Malformed_RequiredOrOptional_Throws(bool optional)
    {
        await using var shop = await StartedShop.StartAsync();
        await shop.Tree.SetAsync("Title", [0xFF]);

        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => shop.Load(optional, Long));

        Assert.Contains($"'{shop.Tree.PathOf("Title")}' is not UTF-8", e.Message);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Malformed_SnapshotFile_IsTheFileAndRejectedAndHeals(bool optional)
    {
        await using var shop = await StartedShop.StartAsync();
        shop.Save();
        await shop.Tree.SetAsync("Title", [0xFF]);
        using var configuration = shop.Load(optional, Long);

        AssertIsFromFile(configuration);
        Assert.AreEqual(ZooKeeperRejectionCause.Malformed, configuration.Status().RejectedReload!.Cause);
        Assert.Contains(shop.Tree.PathOf("Title"), configuration.Status().RejectedReload!.Reason);
        await shop.Tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        Assert.IsNull(configuration.Status().RejectedReload);
    }

    [TestMethod]
    public async Task SnapshotFile_WhileAReloadIsRejected_StaysAsAccepted()
    {
        await using var shop = await StartedShop.StartAsync();
        shop.Save();
        using (var configuration = shop.Load(optional: false, Long))
        {
            await shop.Tree.SetAsync("Other", [0xFF]);
            await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);
            await shop.Tree.SetAsync("Title", "held back too");
            await Eventually.TrueAsync(() => configuration.Status().RejectedReload!.ChangedPaths.Count == 2);
        }

        shop.Proxy.RefuseConnections = true;
        using var restarted = shop.Load(optional: false, Long);
        AssertIsFromFile(restarted);
    }

    [TestMethod]
    public async Task SnapshotFile_OptionalSourceLosesAllItsPaths_StaysAsItWas()
    {
        await using var shop = await StartedShop.StartAsync();
        shop.Save();
        using (var configuration = shop.Load(optional: true, Long))
        {
            await shop.DeleteAllAsync();
            await Eventually.TrueAsync(() => configuration["Title"] is null);
        }

        using var restarted = shop.Load(optional: true, Long);
        AssertIsFromFile(restarted);
    }

    private static void AssertIsFromFile(ConfigurationRoot configuration)
    {
        Assert.AreEqual("one", configuration["Title"]);
        Assert.IsTrue(configuration.Status().IsStale);
        Assert.IsNotNull(configuration.Status().SavedAt);
    }
}
