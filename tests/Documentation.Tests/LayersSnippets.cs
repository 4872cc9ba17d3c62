using Configuration.ZooKeeper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The documents' examples of the order of sources, and of parsers of the framework.</summary>
[TestClass]
public sealed class LayersSnippets
{
    [TestMethod]
    public async Task Sources_ZooKeeperFirst_EverythingOverridesIt()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/shop/Title"] = "znode", ["/config/shop/Currency"] = "EUR" },
        });
        var connectionString = zookeeper.ConnectionString;
        string[] args = ["--Title=command line"];
        var builder = WebApplication.CreateBuilder(args);

        // <snippet below>
        // Program.cs, before builder.Build(). At the top: using Configuration.ZooKeeper;
        var options = new ZooKeeperConfigurationOptions { ConnectionString = connectionString };
        options.Paths.Add("/config/shop");
        builder.Configuration.Sources.Insert(0, new ZooKeeperConfigurationSource(options));
        builder.Services.AddZooKeeperConfiguration();
        // </snippet>

        await using var app = builder.Build();
        Assert.AreEqual("command line", app.Configuration["Title"]);
        Assert.AreEqual("EUR", app.Configuration["Currency"]);
        Assert.HasCount(1, app.Services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources);
    }

    [TestMethod]
    public async Task UserSecretsAndOthers_AreBelowZooKeeper()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Title"] = "znode" } });
        var builder = WebApplication.CreateBuilder(["--Title=command line"]);
        builder.AddZooKeeper(zookeeper.ConnectionString, "/config/shop");
        Assert.AreEqual("znode", builder.Configuration["Title"]);
        ((IDisposable)builder.Configuration).Dispose();
    }

    [TestMethod]
    public async Task IntermediateBuild_Disposed_LeavesOneSession()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Title"] = "znode" } });
        var connectionString = zookeeper.ConnectionString;
        using var host = new HostBuilder().ConfigureAppConfiguration(configuration =>
        {
            // <snippet intermediate>
            // In ConfigureAppConfiguration of a classic host
            configuration.AddZooKeeper(connectionString, "/config/shop");
            using var early = (ConfigurationRoot)configuration.Build();
            var title = early["Title"];
            // </snippet>

            Assert.AreEqual("znode", title);
        }).Build();

        Assert.AreEqual("znode", host.Services.GetRequiredService<IConfiguration>()["Title"]);
        Assert.HasCount(1, await zookeeper.GetSessionsAsync());
    }

    [TestMethod]
    public async Task ParserOfTheFramework_SectionKeys_HideNothing()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/common/Shop"] = "value of the section", ["/config/shop/Settings.ini"] = "[Db]\nTimeout = 30\n", ["/config/common/Settings/Db"] = "kept" },
        });
        var connectionString = zookeeper.ConnectionString;
        using var configuration = new ConfigurationManager();

        // <snippet ini>
        configuration.AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            options.Paths.Add("/config/common");
            options.Paths.Add("/config/shop");
            options.Documents.Add(".ini", stream => new ConfigurationBuilder().AddIniStream(stream).Build().AsEnumerable().Where(key => key.Value is not null));
        });
        // </snippet>

        Assert.AreEqual("30", configuration["Settings:Db:Timeout"]);
        Assert.AreEqual("kept", configuration["Settings:Db"]);
    }
}
