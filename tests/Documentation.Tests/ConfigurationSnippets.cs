using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The documents' examples of sources, their options, and reading from them.</summary>
[TestClass]
public sealed class ConfigurationSnippets
{
    // Nobody has the servers of the examples.
    private static readonly string[] SwitchedOff = ["--ConfigurationZooKeeper:Enabled=false"];

    [TestMethod]
    public void Order_CommandLineAddedAgain_IsLast()
    {
        string[] args = [.. SwitchedOff, "--Title=Of the command line"];
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Title", (string?)"Of a source between")]);
        Assert.AreEqual("Of a source between", builder.Configuration["Title"]);

        // <snippet order>
        builder.AddZooKeeper("zk1:2181,zk2:2181,zk3:2181", "/config/shop");
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration.AddCommandLine(args);
        // </snippet>

        Assert.AreEqual("Of the command line", builder.Configuration["Title"]);
    }

    [TestMethod]
    public void Options_InCode_AreASource()
    {
        var builder = WebApplication.CreateBuilder(["--ConfigurationZooKeeper:Enabled=false"]); // nobody has these servers

        // <snippet inCode>
        builder.AddZooKeeper(options =>
        {
            options.ConnectionString = "zk1:2181,zk2:2181,zk3:2181";
            options.Paths.Add("/config/shop");
            options.StartupTimeout = TimeSpan.FromSeconds(30);
            options.Connection.SessionTimeout = TimeSpan.FromSeconds(20);
        });
        // </snippet>

        Assert.HasCount(1, builder.Services.Where(service => service.ServiceType == typeof(global::Configuration.ZooKeeper.ZooKeeperConfigurationStatus)));
    }

    [TestMethod]
    public void Options_MostUsed_AreASource()
    {
        var builder = WebApplication.CreateBuilder(["--ConfigurationZooKeeper:Enabled=false"]); // nobody has these servers
        var password = "for the documents alone";

        // <snippet mostUsed>
        builder.AddZooKeeper(options =>
        {
            options.ConnectionString = "zk1:2181,zk2:2181,zk3:2181";
            options.Paths.Add("/config/common");
            options.Paths.Add("/config/shop");
            options.Section = null; // keys begin at the top
            options.MapKey = null;  // every key as it is
            options.Optional = false;
            options.ReloadOnChange = true;
            options.StartupTimeout = TimeSpan.FromSeconds(15);
            options.MinReloadInterval = TimeSpan.FromMilliseconds(100);
            options.Connection.DigestIdentities.Add(new DigestIdentity("shop", password));
        });
        // </snippet>

        Assert.HasCount(1, builder.Services.Where(service => service.ServiceType == typeof(global::Configuration.ZooKeeper.ZooKeeperConfigurationStatus)));
    }

    [TestMethod]
    public async Task Options_FromTheConfiguration_AreASource()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Title"] = "Corner shop" } });
        var builder = WebApplication.CreateBuilder([$"--ZooKeeper:ConnectionString={zookeeper.ConnectionString}", "--ZooKeeper:Paths=/config/shop"]);

        // <snippet fromSection>
        builder.AddZooKeeper(builder.Configuration.GetSection("ZooKeeper"));
        // </snippet>

        Assert.AreEqual("Corner shop", builder.Configuration["Title"]);
    }

    [TestMethod]
    public async Task Pin_OfTheThread_ReadsOneState()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/shop/Db/Host"] = "db1", ["/config/shop/Db/User"] = "shop" },
        });
        using var configuration = new ConfigurationManager();
        configuration.AddZooKeeper(zookeeper.ConnectionString, "/config/shop");

        // <snippet pin>
        // Any method with an IConfiguration
        using (configuration.PinZooKeeper())
        {
            var host = configuration["Db:Host"];
            var user = configuration["Db:User"];
        }
        // </snippet>

        Assert.AreEqual("db1", configuration["Db:Host"]);
    }

    [TestMethod]
    public async Task TreeOfSpring_LayersAndNames_AreReadWhereTheyAre()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes =
            {
                ["/config/application/shop.currency"] = "EUR",
                ["/config/shop/shop/page-title"] = "Corner shop",
                ["/config/shop,Staging/shop.page-title"] = "Corner shop (staging)",
            },
        });
        var connectionString = zookeeper.ConnectionString;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "shop", EnvironmentName = "Staging", ContentRootPath = AppContext.BaseDirectory,
        });

        // <snippet spring>
        builder.AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            options.Paths.Add("/config/application");
            options.Paths.Add("/config/{app}");
            options.Paths.Add("/config/{app},{env}");
            options.MapKey = path => path.Replace('.', '/').Replace("-", "", StringComparison.Ordinal);
        });
        // </snippet>

        Assert.AreEqual("EUR", builder.Configuration["Shop:Currency"]);
        Assert.AreEqual("Corner shop (staging)", builder.Configuration["Shop:PageTitle"]);
        ((IDisposable)builder.Configuration).Dispose();
    }
}
