using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

[TestClass]
public sealed class LayerTests
{
    [TestMethod]
    public async Task Load_SeveralPaths_LaterWinsKeyByKey()
    {
        await using var tree = await Subtree.CreateAsync(
            ("common/Title", "common"), ("common/Currency", "EUR"), ("app/Title", "app"), ("app/Db/Timeout", "30"));
        using var configuration = tree.Load(Layers(tree));

        Assert.AreEqual("app", configuration["Title"]);
        Assert.AreEqual("EUR", configuration["Currency"]);
        Assert.AreEqual("30", configuration["Db:Timeout"]);
    }

    [TestMethod]
    public async Task Load_LayerWithoutDataForKey_DoesNotHideEarlierOne()
    {
        await using var tree = await Subtree.CreateAsync(("common/Db", "value"), ("app/Db", null), ("app/Db/Timeout", "30"));
        using var configuration = tree.Load(Layers(tree));

        Assert.AreEqual("value", configuration["Db"]);
    }

    [TestMethod]
    public async Task Delete_KeyOfLaterLayer_EarlierOneShows()
    {
        await using var tree = await Subtree.CreateAsync(("common/Title", "common"), ("app/Title", "app"));
        using var configuration = tree.Load(Layers(tree));

        await tree.DeleteAsync("app/Title");

        await Eventually.TrueAsync(() => configuration["Title"] == "common");
    }

    [TestMethod]
    public async Task Load_OneLayerMissing_LogStatusAndHealthSayWhich()
    {
        using var log = new RecordingLogging();
        await using var tree = await Subtree.CreateAsync(("common/Title", "common"));
        using var configuration = tree.Load(options =>
        {
            Layers(tree)(options);
            options.Connection.LoggerFactory = log;
        });
        CollectionAssert.AreEqual(new[] { tree.PathOf("app") }, configuration.Status().MissingPaths.ToArray());
        Assert.Contains($"Loaded {tree.PathOf("common")}, {tree.PathOf("app")} (does not exist) at zxid", log.Of(2000).Single().Text);
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging();
        services.AddHealthChecks().AddZooKeeperConfiguration();
        await using var provider = services.BuildServiceProvider();
        var check = (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Single().Value;
        Assert.AreEqual(HealthStatus.Healthy, check.Status);
        Assert.EndsWith($"1 key, session Connected, missing: {tree.PathOf("app")}", (string)check.Data.Single().Value);

        await tree.SetAsync("app/Title", "app");
        await Eventually.TrueAsync(() => configuration["Title"] == "app");
        Assert.IsEmpty(configuration.Status().MissingPaths);
    }

    [TestMethod]
    public async Task Load_OneLayerMissing_IsPickedUpWhenCreated()
    {
        await using var tree = await Subtree.CreateAsync(("common/Title", "common"));
        using var configuration = tree.Load(Layers(tree));
        Assert.AreEqual("common", configuration["Title"]);

        await tree.SetAsync("app/Title", "app");

        await Eventually.TrueAsync(() => configuration["Title"] == "app");
    }

    [TestMethod]
    public async Task Multi_OverTwoLayers_IsOneReload()
    {
        const int Rounds = 100;
        await using var tree = await Subtree.CreateAsync(("common/A", "0"), ("app/B", "0"));
        using var configuration = tree.Load(options =>
        {
            Layers(tree)(options);
            options.MinReloadInterval = TimeSpan.Zero;
        });
        var seen = new ConcurrentQueue<(string? A, string? B)>();
        using var reloads = new Reloads(configuration, () => seen.Enqueue((configuration["A"], configuration["B"])));

        for (var round = 1; round <= Rounds; round++)
        {
            await tree.SetAllAsync(["common/A", "app/B"], $"{round}");
        }

        await Eventually.TrueAsync(() => configuration["B"] == $"{Rounds}");
        Assert.IsEmpty(seen.Where(pair => pair.A != pair.B));
    }

    [TestMethod]
    public async Task Load_NestedLayers_BothCount()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "outer"), ("app/Title", "inner"));
        using var configuration = tree.Load(options => options.Paths.Add(tree.PathOf("app")));

        Assert.AreEqual("inner", configuration["Title"]);
        Assert.AreEqual("inner", configuration["app:Title"]);
    }

    private static Action<ZooKeeperConfigurationOptions> Layers(Subtree tree) => options =>
    {
        options.Paths.Clear();
        options.Paths.Add(tree.PathOf("common"));
        options.Paths.Add(tree.PathOf("app"));
    };
}
