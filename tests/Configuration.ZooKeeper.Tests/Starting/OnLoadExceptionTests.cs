using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Starting;

/// <summary>The application decides whether it starts without these keys.</summary>
[TestClass]
public sealed class OnLoadExceptionTests
{
    [TestMethod]
    public async Task Load_Ignored_StartsWithoutAndHeals()
    {
        await using var tree = await Subtree.CreateAsync();
        await tree.SetAsync("Title", [0xFF]);
        ZooKeeperLoadExceptionContext? told = null;
        using var configuration = tree.Load(options => options.OnLoadException = context =>
        {
            told = context;
            context.Ignore = true;
        });

        Assert.IsNull(configuration["Title"]);
        Assert.AreEqual(tree.PathOf("Title"), told!.Path);
        CollectionAssert.AreEqual(new[] { tree.Path }, told.Paths.ToArray());
        Assert.Contains("is not UTF-8", told.Exception.Message);
        Assert.AreEqual(ZooKeeperRejectionCause.Malformed, configuration.Status().RejectedReload!.Cause);
        await tree.SetAsync("Title", "one");
        await Eventually.TrueAsync(() => configuration["Title"] == "one");
        Assert.IsNull(configuration.Status().RejectedReload);
    }

    [TestMethod]
    public async Task Load_IgnoredMissingRoot_StartsWithoutAndPicksItUp()
    {
        await using var tree = await Subtree.NewAsync(SharedServer.ConnectionString);
        using var configuration = tree.Load(options => options.OnLoadException = context => context.Ignore = true);

        Assert.AreEqual(ZooKeeperRejectionCause.Missing, configuration.Status().RejectedReload!.Cause);
        await tree.SetAsync("Title", "one");
        await Eventually.TrueAsync(() => configuration["Title"] == "one");
    }

    [TestMethod]
    public async Task Load_IgnoredWithoutPermission_StartsWithoutAndHeals()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        await tree.Client.SetAclAsync(tree.Path, [new Acl(Permissions.Admin, "world", "anyone")]);
        ZooKeeperLoadExceptionContext? told = null;
        using var configuration = tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.OnLoadException = context =>
            {
                told = context;
                context.Ignore = true;
            };
        });

        Assert.AreEqual(tree.Path, told!.Path);
        Assert.AreEqual(ZooKeeperRejectionCause.Unreadable, configuration.Status().RejectedReload!.Cause);
        await tree.Client.SetAclAsync(tree.Path, Acl.Open);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration["Title"] == "one");
    }

    [TestMethod]
    public async Task Load_NotIgnored_ThrowsTheSame()
    {
        await using var tree = await Subtree.NewAsync(SharedServer.ConnectionString);
        Exception? told = null;

        var thrown = Assert.ThrowsExactly<ZooKeeperConfigurationException>(
            () => tree.Load(options => options.OnLoadException = context => told = context.Exception));

        Assert.AreSame(told, thrown);
    }

    [TestMethod]
    public async Task Load_CallbackThrows_ComesOutAndNothingIsLeftOpen()
    {
        await using var tree = await Subtree.NewAsync(SharedServer.ConnectionString);
        var sessions = new OwnSessions();

        Assert.ThrowsExactly<InvalidTimeZoneException>(() => tree.Load(options =>
        {
            sessions.Mark(options.Connection);
            options.OnLoadException = _ => throw new InvalidTimeZoneException();
        }));

        await Eventually.TrueAsync(async () => (await sessions.ConnectedAsync()).Count == 0);
    }

    [TestMethod]
    public async Task Reload_RootMissing_IsNotAskedAgain()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var asked = 0;
        using var configuration = tree.Load(options =>
        {
            options.ReloadOnChange = false;
            options.OnLoadException = _ => asked++;
        });
        await tree.DeleteAsync("Title");
        await tree.Client.DeleteAsync(tree.Path);

        configuration.Reload();

        Assert.AreEqual(0, asked);
        Assert.AreEqual("one", configuration["Title"]);
    }
}
