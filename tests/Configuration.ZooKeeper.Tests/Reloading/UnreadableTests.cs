using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reloading;

/// <summary>Znodes that may not be read. A change of an ACL is no event; a reconnect makes the client look again.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class UnreadableTests
{
    private static readonly IReadOnlyList<Acl> Nobody = [Acl.Digest(Permissions.All, "somebody", "else")];

    [TestMethod]
    public async Task Load_SubtreeUnreadable_IsLeftOutAndReportedByPath()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Vault/Key", "hidden"));
        await tree.Client.SetAclAsync(tree.PathOf("Vault"), Nobody);
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);

        Assert.AreEqual("one", configuration["Title"]);
        Assert.IsNull(configuration["Vault:Key"]);
        CollectionAssert.AreEqual(new[] { tree.PathOf("Vault") }, configuration.Status().UnreadablePaths.ToArray());
        Assert.HasCount(1, log.Lines.Where(line => line.Text.Contains($"Cannot read the znode {tree.PathOf("Vault")}:", StringComparison.Ordinal)));

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
    }

    [TestMethod]
    public async Task SetAcl_BecomesReadable_Appears()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Vault/Key", "hidden"));
        var version = await tree.Client.SetAclAsync(tree.PathOf("Vault"), [.. Nobody, new Acl(Permissions.Admin, "world", "anyone")]);
        using var configuration = tree.Load(options => options.ConnectionString = proxy.ConnectionString);
        Assert.IsNull(configuration["Vault:Key"]);

        await tree.Client.SetAclAsync(tree.PathOf("Vault"), Acl.Open, version.Aversion);
        proxy.DropConnections();

        await Eventually.TrueAsync(() => configuration["Vault:Key"] == "hidden");
        Assert.IsEmpty(configuration.Status().UnreadablePaths);
    }

    [TestMethod]
    public async Task SetAcl_BecomesUnreadable_KeepsLastValuesMarkedStaleAndOthersMoveOn()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Vault", "of the vault"), ("Vault/Key", "hidden"));
        using var configuration = tree.Load(options => options.ConnectionString = proxy.ConnectionString);
        Assert.IsEmpty(configuration.Status().StalePaths);

        await tree.Client.SetAclAsync(tree.PathOf("Vault"), Nobody);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration.Status() is { StalePaths.Count: 1, IsStale: false });
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");

        Assert.AreEqual("of the vault", configuration["Vault"]);
        Assert.AreEqual("hidden", configuration["Vault:Key"]);
        CollectionAssert.AreEqual(new[] { tree.PathOf("Vault") }, configuration.Status().StalePaths.ToArray());
        CollectionAssert.AreEqual(new[] { tree.PathOf("Vault") }, configuration.Status().UnreadablePaths.ToArray());
    }

    [TestMethod]
    public async Task SetAcl_BecomesReadableAgain_ShowsWhatWasWrittenMeanwhile()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Vault", "of the vault"), ("Vault/Key", "hidden"), ("Vault/Old", "hidden"));
        using var configuration = tree.Load(options => options.ConnectionString = proxy.ConnectionString);
        await tree.Client.SetAclAsync(tree.PathOf("Vault"), [.. Nobody, new Acl(Permissions.Admin | Permissions.Create | Permissions.Delete, "world", "anyone")]);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration.Status().StalePaths.Count == 1);

        await tree.SetAsync("Vault/Key", "new");
        await tree.Client.DeleteAsync(tree.PathOf("Vault/Old"));
        await tree.Client.SetAclAsync(tree.PathOf("Vault"), Acl.Open);
        proxy.DropConnections();

        await Eventually.TrueAsync(() => configuration["Vault:Key"] == "new");
        Assert.IsNull(configuration["Vault:Old"]);
        Assert.AreEqual("of the vault", configuration["Vault"]);
        Assert.IsEmpty(configuration.Status().StalePaths);
    }

    [TestMethod]
    public async Task Delete_WhileUnreadable_RemovesTheLastValues()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Vault", "of the vault"));
        using var configuration = tree.Load(options => options.ConnectionString = proxy.ConnectionString);
        await tree.Client.SetAclAsync(tree.PathOf("Vault"), Nobody);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration.Status().StalePaths.Count == 1);

        await tree.Client.DeleteAsync(tree.PathOf("Vault"));
        proxy.DropConnections();

        await Eventually.TrueAsync(() => configuration["Vault"] is null);
        Assert.IsEmpty(configuration.Status().StalePaths);
        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    public async Task SetAcl_RootBecomesUnreadable_HoldsBack()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load(options => options.ConnectionString = proxy.ConnectionString);

        await tree.Client.SetAclAsync(tree.Path, [.. Nobody, new Acl(Permissions.Admin, "world", "anyone")]);
        proxy.DropConnections();

        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);
        Assert.Contains($"'{tree.Path}' is no longer readable", configuration.Status().RejectedReload!.Reason);
        Assert.AreEqual("one", configuration["Title"]);
    }
}
