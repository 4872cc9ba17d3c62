using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The documents' example of options that guard reloads.</summary>
[TestClass]
public sealed class ValidatedReloadSnippets
{
    [TestMethod]
    public async Task Title_Emptied_IsNotTakenUntilThereIsOne()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/shop/Shop/Title"] = "Corner shop" },
        });
        var builder = Host.CreateApplicationBuilder();
        builder.AddZooKeeper(options =>
        {
            options.ConnectionString = zookeeper.ConnectionString;
            options.Paths.Add("/config/shop");
        });

        // <snippet validatedReload>
        builder.Services.AddOptions<ShopOptions>()
            .BindConfiguration("Shop")
            .Validate(shop => shop.Title.Length > 0, "The shop needs a title.")
            .ValidateOnStart()
            .ValidateOnReload();
        // </snippet>

        using var app = builder.Build();
        await app.StartAsync();
        var shop = app.Services.GetRequiredService<IOptionsMonitor<ShopOptions>>();

        await zookeeper.SetAsync("/config/shop/Shop/Title", "");
        ((IConfigurationRoot)builder.Configuration).Reload();
        Assert.AreEqual("Corner shop", builder.Configuration["Shop:Title"]);
        Assert.AreEqual("Corner shop", shop.CurrentValue.Title);

        await zookeeper.SetAsync("/config/shop/Shop/Title", "Night shop");
        ((IConfigurationRoot)builder.Configuration).Reload();
        Assert.AreEqual("Night shop", builder.Configuration["Shop:Title"]);

        // The watch may have been quicker than Reload(), and be about to tell the monitor.
        await Eventually.TrueAsync(() => shop.CurrentValue.Title == "Night shop");
    }
}
