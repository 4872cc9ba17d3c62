using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The documents' examples of testing an application with the development server.</summary>
[TestClass]
public sealed class TestingSnippets
{
    // <snippet reload>
    [TestMethod]
    public async Task Title_ChangedWhileTheApplicationRuns_IsFollowed()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/shop/Shop/Title"] = "Corner shop" },
        });

        var builder = Host.CreateApplicationBuilder();
        builder.AddZooKeeper(zookeeper.ConnectionString, "/config/shop");
        builder.Services.Configure<ShopOptions>(builder.Configuration.GetSection("Shop"));
        using var app = builder.Build();
        var shop = app.Services.GetRequiredService<IOptionsMonitor<ShopOptions>>();
        Assert.AreEqual("Corner shop", shop.CurrentValue.Title);

        var changed = new TaskCompletionSource<string>();
        using var listener = shop.OnChange(options => changed.TrySetResult(options.Title));
        await zookeeper.SetAsync("/config/shop/Shop/Title", "Night shop");
        Assert.AreEqual("Night shop", await changed.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }
    // </snippet>

    [TestMethod]
    public async Task Outage_ChangedMeanwhile_IsFollowedWhenItIsOver()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/shop/Shop/Title"] = "Corner shop" },
        });

        var builder = Host.CreateApplicationBuilder();
        builder.AddZooKeeper(zookeeper.ConnectionString, "/config/shop");
        builder.Services.Configure<ShopOptions>(builder.Configuration.GetSection("Shop"));
        using var app = builder.Build();
        var shop = app.Services.GetRequiredService<IOptionsMonitor<ShopOptions>>();
        Assert.AreEqual("Corner shop", shop.CurrentValue.Title);
        var changed = new TaskCompletionSource<string>();
        using var listener = shop.OnChange(options => changed.TrySetResult(options.Title));

        // <snippet outage>
        zookeeper.RefuseConnections = true;
        await zookeeper.DropConnectionsAsync();
        await zookeeper.SetAsync("/config/shop/Shop/Title", "Night shop");
        Assert.AreEqual("Corner shop", shop.CurrentValue.Title); // the last value stays

        zookeeper.RefuseConnections = false;
        Assert.AreEqual("Night shop", await changed.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        // </snippet>
    }

    [TestMethod]
    public async Task Set_Several_IsOneReload()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Shop/Title"] = "Corner shop" } });
        using var configuration = new ConfigurationManager();
        configuration.AddZooKeeper(zookeeper.ConnectionString, "/config/shop");
        var reloaded = new TaskCompletionSource<(string?, string?)>();
        using var token = ((IConfiguration)configuration).GetReloadToken().RegisterChangeCallback(
            _ => reloaded.TrySetResult((configuration["Shop:Title"], configuration["Shop:Currency"])), null);

        // <snippet several>
        await zookeeper.SetAsync(new Dictionary<string, string?>
        {
            ["/config/shop/Shop/Title"] = "Night shop",
            ["/config/shop/Shop/Currency"] = "USD",
        });
        // </snippet>

        Assert.AreEqual(("Night shop", "USD"), await reloaded.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [TestMethod]
    public void Factory_SwitchedOff_IsAFactory()
    {
        using var factory = new WebApplicationFactory<TestingSnippets>();

        // <snippet switchedOff>
        factory.WithWebHostBuilder(builder => builder.UseSetting("ConfigurationZooKeeper:Enabled", "false"));
        // </snippet>

        Assert.HasCount(1, factory.Factories);
    }

    [TestMethod]
    public async Task Start_WithZnodes_Serves()
    {
        // <snippet start>
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/shop/Title"] = "Corner shop" },
        });

        // … zookeeper.ConnectionString is what the application connects to …

        await zookeeper.SetAsync("/config/shop/Title", "Night shop");
        // </snippet>

        var configuration = new ConfigurationBuilder().AddZooKeeper(zookeeper.ConnectionString, "/config/shop").Build();
        using var root = (IDisposable)configuration;
        Assert.AreEqual("Night shop", configuration["Title"]);
    }
}
