using System.Text.RegularExpressions;
using ZooKeeper.DevServer;

namespace Packages.Tests;

/// <summary>Applications that are trimmed, in a single file, or compiled to native code.</summary>
[TestClass]
[TestCategory("Build")] // packs and publishes applications; native code takes minutes
public sealed partial class PublishedApplicationTests
{
    private const string Program = """
        using Microsoft.Extensions.Options;

        var builder = Host.CreateApplicationBuilder(args);
        builder.AddZooKeeper(args[0], "/config/shop");
        builder.Services.AddOptions<ShopOptions>().Bind(builder.Configuration.GetSection("Shop")).ValidateOnReload();
        var host = builder.Build();
        await host.StartAsync();
        var shop = host.Services.GetRequiredService<IOptionsMonitor<ShopOptions>>();
        shop.OnChange(now => Console.WriteLine($"Title: {now.Title}, {now.Discount}"));
        Console.WriteLine($"Title: {shop.CurrentValue.Title}, {shop.CurrentValue.Discount}");
        await host.WaitForShutdownAsync();

        internal sealed class ShopOptions
        {
            public string Title { get; set; } = "";

            public int Discount { get; set; }
        }
        """;

    [TestMethod]
    [DataRow("-p:PublishTrimmed=true", "--self-contained")]
    [DataRow("-p:PublishSingleFile=true", "--no-self-contained")]
    [DataRow("-p:PublishAot=true", "--self-contained")]
    public async Task Publish_EachWay_LoadsAndFollows(string way, string contained)
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/shop/Shop.json"] = """{ "Title": "Corner shop", "Discount": 5 }""" },
        });
        using var application = await TemplateApplication.CreateAsync("worker", "Shop", "Configuration.ZooKeeper");
        File.Delete(Path.Combine(application.Folder.FullName, "Worker.cs"));
        await application.PublishAsync(Program, way, contained);

        await using var running = application.StartPublished(zookeeper.ConnectionString);
        await running.PrintedAsync(CornerShop());
        await zookeeper.SetAsync("/config/shop/Shop.json", """{ "Title": "Night shop", "Discount": 7 }""");
        await running.PrintedAsync(NightShop());
    }

    [GeneratedRegex("^Title: Corner shop, 5", RegexOptions.Multiline)]
    private static partial Regex CornerShop();

    [GeneratedRegex("^Title: Night shop, 7", RegexOptions.Multiline)]
    private static partial Regex NightShop();
}
