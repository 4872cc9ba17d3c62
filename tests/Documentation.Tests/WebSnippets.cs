using Configuration.ZooKeeper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The documents' examples of web applications.</summary>
[TestClass]
public sealed class WebSnippets
{
    [TestMethod]
    public void FirstScreen_SwitchedOff_IsAnApplication()
    {
        string[] args = ["--ConfigurationZooKeeper:Enabled=false", "--Shop:Title=Of the command line"]; // nobody has these servers

        // <snippet firstScreen>
        var builder = WebApplication.CreateBuilder(args);
        builder.AddZooKeeper("zk1:2181,zk2:2181,zk3:2181", "/config/shop");
        builder.Services.Configure<ShopOptions>(builder.Configuration.GetSection("Shop"));
        var app = builder.Build();
        // </snippet>

        Assert.AreEqual("Of the command line", app.Services.GetRequiredService<IOptionsMonitor<ShopOptions>>().CurrentValue.Title);
    }

    [TestMethod]
    public void ConnectionStringAndName_OfTheConfiguration_AreUsed()
    {
        var builder = WebApplication.CreateBuilder(["--ConfigurationZooKeeper:Enabled=false", "--ConnectionStrings:ZooKeeper=zk1:2181"]);

        // <snippet connectionString>
        // Program.cs, before builder.Build()
        builder.AddZooKeeper(builder.Configuration.GetConnectionString("ZooKeeper"), "/config/shop");
        // </snippet>

        // <snippet app>
        // Program.cs, before builder.Build()
        builder.AddZooKeeper("127.0.0.1:2181", "/config/{app}", optional: true);
        // </snippet>

        var app = builder.Build();
        Assert.IsEmpty(app.Services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources);
    }

    [TestMethod]
    public async Task Endpoints_OfAnApplication_AnswerFromZooKeeper()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Shop/Title"] = "Corner shop" } });
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.AddZooKeeper(zookeeper.ConnectionString, "/config/shop");
        builder.Services.Configure<ShopOptions>(builder.Configuration.GetSection("Shop"));

        // <snippet health>
        // Program.cs, before builder.Build()
        builder.Services.AddHealthChecks().AddZooKeeperConfiguration();
        // </snippet>

        await using var app = builder.Build();

        app.MapGet("/title", (IOptionsMonitor<ShopOptions> shop) => shop.CurrentValue.Title);

        // <snippet mapHealth>
        // Program.cs, after builder.Build()
        app.MapHealthChecks("/health");
        // </snippet>

        // <snippet status>
        // Program.cs, after builder.Build(). At the top: using Configuration.ZooKeeper;
        app.MapGet("/status", (ZooKeeperConfigurationStatus status) => status.Sources.Select(source => new
        {
            source.Session, source.MissingPaths, source.IsStale, source.KeyCount, source.LastReload, source.ChangedKeys, RejectedReload = source.RejectedReload?.Reason,
        }));
        // </snippet>

        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        Assert.AreEqual("Corner shop", await http.GetStringAsync(new Uri("/title", UriKind.Relative)));
        Assert.AreEqual("Healthy", await http.GetStringAsync(new Uri("/health", UriKind.Relative)));
        Assert.Contains("\"session\":\"Connected\"", await http.GetStringAsync(new Uri("/status", UriKind.Relative)));
        Assert.Contains("\"changedKeys\":[\"Shop:Title\"]", await http.GetStringAsync(new Uri("/status", UriKind.Relative)));
        Assert.AreEqual(HealthStatus.Healthy, (await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
    }
}
