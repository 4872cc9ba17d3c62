using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The documents' examples for operators.</summary>
[TestClass]
public sealed class OperatingSnippets
{
    [TestMethod]
    public async Task Multi_TwoZnodes_IsOneReload()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/shop/Shop/Title"] = "Corner shop", ["/config/shop/Shop/Currency"] = "EUR" },
        });
        var connectionString = zookeeper.ConnectionString;
        using var configuration = new ConfigurationManager();
        configuration.AddZooKeeper(connectionString, "/config/shop");
        var reloads = 0;
        using var token = ((IConfiguration)configuration).GetReloadToken().RegisterChangeCallback(_ => Interlocked.Increment(ref reloads), null);

        // <snippet multi>
        // An async method, with the connection string. At the top: using ZooKeeper.Client;
        await using var client = await ZooKeeperClient.ConnectAsync(connectionString);
        await client.MultiAsync(new Multi()
            .SetData("/config/shop/Shop/Title", "Night shop"u8.ToArray())
            .SetData("/config/shop/Shop/Currency", "USD"u8.ToArray()));
        // </snippet>

        await Eventually.TrueAsync(() => reloads == 1);
        Assert.AreEqual(("Night shop", "USD"), (configuration["Shop:Title"], configuration["Shop:Currency"]));
    }

    [TestMethod]
    public async Task OpenTelemetry_MeterAndSource_AreThere()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Title"] = "Corner shop" } });

        // <snippet openTelemetry>
        // Program.cs, before builder.Build(). At the top: using OpenTelemetry; using OpenTelemetry.Metrics; using OpenTelemetry.Trace;
        using var metrics = Sdk.CreateMeterProviderBuilder().AddMeter("Configuration.ZooKeeper").Build();
        using var traces = Sdk.CreateTracerProviderBuilder().AddSource("Configuration.ZooKeeper").Build();
        // </snippet>

        using var configuration = new ConfigurationManager();
        configuration.AddZooKeeper(zookeeper.ConnectionString, "/config/shop");
        Assert.IsTrue(metrics.ForceFlush());
        Assert.IsTrue(traces.ForceFlush());
    }
}
