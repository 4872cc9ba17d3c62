using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Setup;

/// <summary><c>ConfigurationZooKeeper:Enabled=false</c> runs the application without ZooKeeper.</summary>
[TestClass]
public sealed class EnabledSwitchTests
{
    private const string Key = "ConfigurationZooKeeper:Enabled";

    [TestMethod]
    public void AddZooKeeper_SwitchedOffInAManager_NeedsNeitherServerNorOptions()
    {
        using var manager = new ConfigurationManager();
        manager[Key] = "false";
        manager["Title"] = "mine";
        manager.AddZooKeeper(_ => Assert.Fail("The options are not needed."));
        manager.AddZooKeeper("127.0.0.1:1", "/config/shop");

        Assert.AreEqual("mine", manager["Title"]);
        Assert.IsEmpty(new ZooKeeperConfigurationStatus(manager).Sources);
    }

    [TestMethod]
    [DataRow("false")]
    [DataRow("False")]
    public void Build_SwitchedOffInABuilder_HasNoKeysAndNoSource(string value)
    {
        var configuration = new ConfigurationBuilder()
            .AddZooKeeper("127.0.0.1:1", "/config/shop")
            .AddInMemoryCollection([KeyValuePair.Create(Key, (string?)value)])
            .Build();

        Assert.IsEmpty(new ZooKeeperConfigurationStatus(configuration).Sources);
        configuration.Reload();
    }

    [TestMethod]
    public void Build_SwitchedOffOnTheCommandLineOrInAChain_HasNoSource()
    {
        var chained = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(Key, (string?)"false")]).Build();
        foreach (var builder in new[] { new ConfigurationBuilder().AddCommandLine([$"--{Key}=false"]), new ConfigurationBuilder().AddConfiguration(chained) })
        {
            Assert.IsEmpty(new ZooKeeperConfigurationStatus(builder.AddZooKeeper("127.0.0.1:1", "/config/shop").Build()).Sources);
        }

        Assert.AreEqual("false", chained[Key]);
    }

    [TestMethod]
    public void Build_SwitchedOffInTheFilesOfAClassicHost_HasNoSource()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "appsettings.json"), """{ "ConfigurationZooKeeper": { "Enabled": true } }""");
            File.WriteAllText(Path.Combine(folder.FullName, "appsettings.Test.json"), """{ "ConfigurationZooKeeper": { "Enabled": false } }""");
            using var host = Host.CreateDefaultBuilder()
                .UseContentRoot(folder.FullName)
                .UseEnvironment("Test")
                .ConfigureAppConfiguration(configuration => configuration.AddZooKeeper(SharedServer.ConnectionString, "/not-here"))
                .Build();

            Assert.IsEmpty(new ZooKeeperConfigurationStatus(host.Services.GetRequiredService<IConfiguration>()).Sources);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Build_MalformedOrMissingFile_IsReportedByItsOwnSource()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "broken.json"), "{");
            var reports = 0;
            var builder = new ConfigurationBuilder().SetBasePath(folder.FullName)
                .AddCommandLine([$"--{Key}=false"])
                .AddZooKeeper("127.0.0.1:1", "/config/shop")
                .AddJsonFile("missing.json", optional: true)
                .AddJsonFile(source =>
                {
                    (source.Path, source.OnLoadException) = ("broken.json", context => context.Ignore = ++reports > 0);
                });

            Assert.IsEmpty(new ZooKeeperConfigurationStatus(builder.Build()).Sources);
            Assert.AreEqual(1, reports);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public async Task Build_SwitchedOn_Loads()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        foreach (var value in new[] { "true", "", null })
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(Key, value)]).AddZooKeeper(tree.Options()).Build();
            using var _ = (IDisposable)configuration;
            Assert.AreEqual("one", configuration["Title"]);
        }
    }

    [TestMethod]
    public void Build_NeitherTrueNorFalse_NamesTheSwitchAndNotItsValue()
    {
        var builder = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(Key, (string?)"se-cret")]).AddZooKeeper("127.0.0.1:1", "/config/shop");
        var e = Assert.ThrowsExactly<ArgumentException>(() => builder.Build());

        Assert.AreEqual($"'{Key}' in the configuration is neither true nor false.", e.Message);
    }

    [TestMethod]
    public async Task Rebuild_SwitchedOffByAZnode_StaysOn()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("ConfigurationZooKeeper/Enabled", "false"));
        using var manager = new ConfigurationManager();
        manager.AddZooKeeper(tree.Options());
        manager.SetBasePath(Path.GetTempPath());

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => manager["Title"] == "two");
    }

    [TestMethod]
    public async Task Host_SwitchedOff_RunsWithItsServices()
    {
        var builder = Host.CreateApplicationBuilder([$"--{Key}=false"]);
        builder.AddZooKeeper(_ => Assert.Fail("The options are not needed."));
        using var host = builder.Build();

        await host.StartAsync();
        Assert.IsEmpty(host.Services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources);
        await host.StopAsync();
    }
}
