using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Setup;

/// <summary><c>{app}</c> and <c>{env}</c> in paths.</summary>
[TestClass]
public sealed class PathPlaceholdersTests
{
    [TestMethod]
    public async Task Host_Layers_HaveTheNamesOfTheHostAndReloadAsOne()
    {
        await using var tree = await Subtree.CreateAsync(
            ("common/Title", "common"), ("shop/Title", "shop"), ("shop@Staging/Title", "staging"), ("common/Other", "1"));
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "shop", EnvironmentName = "Staging" });
        builder.AddZooKeeper(options =>
        {
            tree.Options()(options);
            options.Paths.Clear();
            options.Paths.Add(tree.PathOf("common"));
            options.Paths.Add(tree.PathOf("{app}"));
            options.Paths.Add(tree.PathOf("{app}@{env}"));
        });
        builder.Services.Configure<Shop>(builder.Configuration);
        using var host = builder.Build();
        var shop = host.Services.GetRequiredService<IOptionsMonitor<Shop>>();
        var status = host.Services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources.Single();

        Assert.AreEqual(("staging", "1"), (shop.CurrentValue.Title, shop.CurrentValue.Other));
        CollectionAssert.AreEqual(new[] { tree.PathOf("common"), tree.PathOf("shop"), tree.PathOf("shop@Staging") }, status.Paths.ToArray());

        using var reloads = new Reloads(builder.Configuration);
        await tree.Client.MultiAsync(new Multi()
            .SetData(tree.PathOf("common/Other"), "2"u8.ToArray())
            .SetData(tree.PathOf("shop/Title"), "hidden"u8.ToArray())
            .SetData(tree.PathOf("shop@Staging/Title"), "new"u8.ToArray()));
        await Eventually.TrueAsync(() => shop.CurrentValue.Title == "new" && reloads.Count > 0);
        Assert.AreEqual("2", shop.CurrentValue.Other);
        Assert.AreEqual(1, reloads.Count);
    }

    [TestMethod]
    public async Task Manager_NamesAmongItsKeys_AreTaken()
    {
        await using var tree = await Subtree.CreateAsync(("shop/Test/Title", "one"));
        using var manager = new ConfigurationManager();
        manager["applicationName"] = "shop";
        manager["environment"] = "Test";
        manager.AddZooKeeper(Only(tree, "{app}/{env}"));

        Assert.AreEqual("one", manager["Title"]);
    }

    [TestMethod]
    public async Task Builder_NamesAmongItsKeys_AreTaken()
    {
        await using var tree = await Subtree.CreateAsync(("shop/Test/Title", "one"));
        var configuration = new ConfigurationBuilder()
            .AddZooKeeper(Only(tree, "{app}/{env}"))
            .AddCommandLine(["--applicationName=shop", "--environment=Test"])
            .Build();
        using var _ = (IDisposable)configuration;

        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    public async Task Builders_OneSourceInTwoEnvironments_EachHasItsOwnPaths()
    {
        await using var tree = await Subtree.CreateAsync(("Test/Title", "of Test"), ("Staging/Title", "of Staging"));
        var options = new ZooKeeperConfigurationOptions();
        Only(tree, "{env}")(options);
        var source = new ZooKeeperConfigurationSource(options);
        using var test = (ConfigurationRoot)new ConfigurationBuilder().AddCommandLine(["--environment=Test"]).Add(source).Build();
        using var staging = (ConfigurationRoot)new ConfigurationBuilder().AddCommandLine(["--environment=Staging"]).Add(source).Build();

        Assert.AreEqual("of Test", test["Title"]);
        Assert.AreEqual("of Staging", staging["Title"]);
        await tree.SetAsync("Test/Title", "new");
        await Eventually.TrueAsync(() => test["Title"] == "new");
        Assert.AreEqual("of Staging", staging["Title"]);
    }

    [TestMethod]
    public async Task Manager_AnotherEnvironmentLater_PathsStay()
    {
        await using var tree = await Subtree.CreateAsync(("Test/Title", "of Test"), ("Staging/Title", "of Staging"));
        using var manager = new ConfigurationManager();
        manager["environment"] = "Test";
        manager.AddZooKeeper(Only(tree, "{env}"));
        Assert.AreEqual("of Test", manager["Title"]);

        manager["environment"] = "Staging";
        manager.SetBasePath(AppContext.BaseDirectory); // builds all sources again

        Assert.AreEqual("of Test", manager["Title"]);
    }

    [TestMethod]
    public async Task Options_Names_WinOverAllOthers()
    {
        await using var tree = await Subtree.CreateAsync(("mine/Own/Title", "one"));
        using var manager = new ConfigurationManager();
        manager["applicationName"] = "shop";
        manager["environment"] = "Test";
        manager.AddZooKeeper(options =>
        {
            Only(tree, "{app}/{env}")(options);
            options.ApplicationName = "mine";
            options.EnvironmentName = "Own";
        });

        Assert.AreEqual("one", manager["Title"]);
    }

    [TestMethod]
    public async Task Names_Nowhere_AreTheEntryAssemblyAndProduction()
    {
        var assembly = System.Reflection.Assembly.GetEntryAssembly()!.GetName().Name;
        await using var tree = await Subtree.CreateAsync(($"{assembly}/Production/Title", "one"));
        using var configuration = tree.Load(Only(tree, "{app}/{env}"));

        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    public async Task Name_ThatIsNoPartOfAPath_IsNamed()
    {
        await using var tree = await Subtree.CreateAsync();
        var e = Assert.ThrowsExactly<ArgumentException>(() => tree.Load(options =>
        {
            Only(tree, "{app}")(options);
            options.ApplicationName = "a/b";
        }));

        Assert.AreEqual($"Cannot resolve the placeholder {{app}} in the path '{tree.PathOf("{app}")}': 'a/b' contains a slash.", e.Message);
    }

    [TestMethod]
    [DataRow("zookeeper", "cannot contain configuration")]
    [DataRow("..", "is not a valid znode path")]
    public void Name_ThatMakesAPathOfNoConfiguration_IsRefused(string name, string reason)
    {
        var builder = new ConfigurationBuilder().AddZooKeeper(options =>
        {
            options.ConnectionString = "127.0.0.1:1";
            options.Paths.Add("/{app}");
            options.ApplicationName = name;
        });

        Assert.Contains(reason, Assert.ThrowsExactly<ArgumentException>(() => builder.Build()).Message);
    }

    [TestMethod]
    public async Task Placeholder_Unknown_IsNamed()
    {
        await using var tree = await Subtree.CreateAsync();
        var e = Assert.ThrowsExactly<ArgumentException>(() => tree.Load(Only(tree, "{application}")));

        Assert.Contains("with the unknown placeholder {application}. Use {app} or {env}", e.Message);
    }

    private static Action<ZooKeeperConfigurationOptions> Only(Subtree tree, string name) => tree.Options(options =>
    {
        options.Paths.Clear();
        options.Paths.Add(tree.PathOf(name));
    });

    private sealed class Shop
    {
        public string? Title { get; set; }

        public string? Other { get; set; }
    }
}
