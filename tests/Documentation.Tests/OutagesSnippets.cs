using Configuration.ZooKeeper;
using Microsoft.Extensions.Configuration;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The documents' examples of starting without ZooKeeper.</summary>
[TestClass]
public sealed class OutagesSnippets
{
    [TestMethod]
    public async Task SnapshotFile_ServerIsGone_IsStartedFrom()
    {
        var folder = Directory.CreateTempSubdirectory("shop-");
        var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Title"] = "one" } });
        Load(Configure).Dispose();
        await server.DisposeAsync();

        using var configuration = Load(Configure);

        Assert.AreEqual("one", configuration["Title"]);
        folder.Delete(recursive: true);

        void Configure(ZooKeeperConfigurationOptions options)
        {
            options.ConnectionString = server.ConnectionString;
            options.Paths.Add("/config/shop");

            // <snippet snapshotFile>
            options.SnapshotFile = "/var/lib/shop/configuration.json";
            // </snippet>

            options.SnapshotFile = Path.Combine(folder.FullName, "configuration.json");
        }
    }

    [TestMethod]
    public async Task OnLoadException_Ignored_StartsWithout()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        var isProduction = false;
        using var configuration = Load(options =>
        {
            options.ConnectionString = server.ConnectionString;
            options.Paths.Add("/config/shop");

            // <snippet onLoadException>
            options.OnLoadException = context => context.Ignore = !isProduction;
            // </snippet>
        });

        Assert.IsNull(configuration["Title"]);
    }

    [TestMethod]
    public async Task AuditInterval_IsSet_LoadsAsWithout()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Title"] = "one" } });
        using var configuration = Load(options =>
        {
            options.ConnectionString = server.ConnectionString;
            options.Paths.Add("/config/shop");

            // <snippet auditInterval>
            options.AuditInterval = TimeSpan.FromMinutes(10);
            // </snippet>
        });

        Assert.AreEqual("one", configuration["Title"]);
    }

    private static ConfigurationRoot Load(Action<ZooKeeperConfigurationOptions> configure) =>
        (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(configure).Build();
}
