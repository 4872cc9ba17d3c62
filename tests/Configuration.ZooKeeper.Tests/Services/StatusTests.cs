using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Services;

[TestClass]
public sealed class StatusTests
{
    [TestMethod]
    public async Task Sources_AfterLoad_TellWhatIsLoaded()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Db/Timeout", "30"));
        var time = new FakeTimeProvider();
        using var configuration = tree.Load(options => options.Connection.TimeProvider = time);

        var status = StatusOf(configuration).Sources.Single();

        CollectionAssert.AreEqual(new[] { tree.Path }, status.Paths.ToArray());
        Assert.AreEqual(SessionState.Connected, status.Session);
        Assert.AreEqual(SharedServer.ConnectionString, status.Server);
        Assert.AreEqual(2, status.KeyCount);
        Assert.AreEqual(time.Start, status.LastReload);
        CollectionAssert.AreEqual(new[] { "Db:Timeout", "Title" }, status.ChangedKeys.ToArray());
        Assert.IsFalse(status.IsStale);
        Assert.IsNull(status.RejectedReload);
        Assert.IsNull(status.LastError);
        Assert.IsEmpty(status.UnreadablePaths);
    }

    [TestMethod]
    public async Task Sources_AfterChange_NameChangedKeysAndZxid()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Gone", "1"), ("Same", "1"));
        using var configuration = tree.Load();
        var stat = (await tree.Client.MultiAsync(new Multi()
            .SetData(tree.PathOf("Title"), "two"u8.ToArray())
            .Delete(tree.PathOf("Gone"))
            .SetData(tree.PathOf("Same"), "1"u8.ToArray())
            .Create(tree.PathOf("New"), "1"u8.ToArray())))[0].Stat!.Value;

        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        await Eventually.TrueAsync(() => configuration.Status().LastZxid >= stat.Mzxid);

        CollectionAssert.AreEqual(new[] { "Gone", "New", "Title" }, configuration.Status().ChangedKeys.ToArray());
        Assert.AreEqual(3, configuration.Status().KeyCount);
    }

    [TestMethod]
    public async Task LastZxid_OnceItIsReached_ValueIsInEffect()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "0"));
        using var configuration = tree.Load();

        for (var round = 1; round <= 20; round++)
        {
            var zxid = (await tree.SetAsync("Title", $"{round}")).Mzxid;
            await Eventually.TrueAsync(() => configuration.Status().LastZxid >= zxid);
            Assert.AreEqual($"{round}", configuration["Title"]);
        }
    }

    [TestMethod]
    public async Task LastZxid_NothingOfOursChanges_AdvancesWithTheEnsemble()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        await using var elsewhere = await Subtree.CreateAsync();
        using var configuration = tree.Load();

        var zxid = (await elsewhere.SetAsync("Title", "two")).Mzxid;
        configuration.Reload();

        Assert.IsGreaterThanOrEqualTo(zxid, configuration.Status().LastZxid);
    }

    [TestMethod]
    public async Task Sources_SeveralSources_AreInOrder()
    {
        await using var one = await Subtree.CreateAsync(("A", "1"));
        await using var other = await Subtree.CreateAsync(("B", "1"));
        using var configuration = new ConfigurationManager();
        configuration.AddZooKeeper(one.Options()).AddInMemoryCollection().AddZooKeeper(other.Options());

        var paths = StatusOf(configuration).Sources.SelectMany(source => source.Paths);

        CollectionAssert.AreEqual(new[] { one.Path, other.Path }, paths.ToArray());
    }

    [TestMethod]
    public async Task Sources_Chained_AreFoundAndFollowed()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var inner = tree.Load();
        using var outer = (ConfigurationRoot)new ConfigurationBuilder().AddConfiguration(inner, shouldDisposeConfiguration: true).Build();
        using var reloads = new Reloads(outer);

        Assert.AreEqual("one", outer["Title"]);
        Assert.AreEqual(tree.Path, StatusOf(outer).Sources.Single().Paths.Single());

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => reloads.Count > 0);
        Assert.AreEqual("two", outer["Title"]);

        outer.Dispose();
        await Eventually.TrueAsync(() => outer.Status().Session == SessionState.Closed);
    }

    [TestMethod]
    public void Sources_NoConfigurationOrNoSource_IsEmpty()
    {
        Assert.IsEmpty(new ZooKeeperConfigurationStatus(configuration: null).Sources);
        Assert.IsEmpty(StatusOf(new ConfigurationBuilder().Build()).Sources);
    }

    [TestMethod]
    public async Task Sources_AfterDispose_SayClosed()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var configuration = tree.Load();
        configuration.Dispose();

        Assert.AreEqual(SessionState.Closed, configuration.Status().Session);
        Assert.IsTrue(configuration.Status().IsStale);
        Assert.IsNull(configuration.Status().Server);
    }

    private static ZooKeeperConfigurationStatus StatusOf(IConfiguration configuration)
    {
        using var services = new ServiceCollection().AddSingleton(configuration).AddZooKeeperConfiguration().BuildServiceProvider();
        return services.GetRequiredService<ZooKeeperConfigurationStatus>();
    }
}
