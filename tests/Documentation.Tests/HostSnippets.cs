using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The documents' examples of a host with layers.</summary>
[TestClass]
public sealed class HostSnippets
{
    [TestMethod]
    public async Task AddZooKeeper_LayersOfAHost_HaveItsNames()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/common/Title"] = "common", ["/config/shop@Staging/Title"] = "staging" },
        });
        var connectionString = zookeeper.ConnectionString;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "shop", EnvironmentName = "Staging" });

        // <snippet layers>
        builder.AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            options.Paths.Add("/config/common");
            options.Paths.Add("/config/{app}");
            options.Paths.Add("/config/{app}@{env}");
        });
        // </snippet>

        using var host = builder.Build();
        Assert.AreEqual("staging", builder.Configuration["Title"]);
    }
}
