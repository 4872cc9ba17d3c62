using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>The packages in applications outside the repository.</summary>
[TestClass]
[TestCategory("Build")] // packs, then restores, builds and publishes applications
public sealed partial class NewApplicationTests
{
    [TestMethod]
    public async Task GenericHost_OfTheSample_FollowsAChange()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Shop/Title"] = "Corner shop" } });
        var program = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "Worker", "Program.cs"));
        using var application = await NewApplication.BuildAsync("Microsoft.NET.Sdk.Worker", program, "Configuration.ZooKeeper", "Microsoft.Extensions.Hosting");
        await AssertOursAsync(application, "Configuration.ZooKeeper.dll", "ZooKeeper.Client.dll");

        await using var worker = application.Start(KeyValuePair.Create("ConnectionStrings__ZooKeeper", zookeeper.ConnectionString));
        await worker.PrintedAsync(CornerShop());

        await zookeeper.SetAsync("/config/shop/Shop/Title", "Night shop");
        await worker.PrintedAsync(NightShop());
    }

    [TestMethod]
    public async Task Web_WithAServerOfItsOwn_FollowsAChange()
    {
        const string Program = """
            using Microsoft.Extensions.Options;
            using ZooKeeper.DevServer;

            await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
            {
                Znodes = { ["/config/shop/Shop/Title"] = "Corner shop" },
            });

            var builder = WebApplication.CreateBuilder(args);
            builder.Configuration.AddZooKeeper(zookeeper.ConnectionString, "/config/shop");
            builder.Services.AddZooKeeperConfiguration();
            builder.Services.Configure<ShopOptions>(builder.Configuration.GetSection("Shop"));
            builder.Services.AddHealthChecks().AddZooKeeperConfiguration();
            var app = builder.Build();
            app.MapGet("/", (IOptionsMonitor<ShopOptions> shop) => shop.CurrentValue.Title);
            app.MapPut("/{title}", (string title) => zookeeper.SetAsync("/config/shop/Shop/Title", title));
            app.MapHealthChecks("/health");
            await app.RunAsync();

            internal sealed class ShopOptions { public string Title { get; set; } = ""; }
            """;
        using var application = await NewApplication.BuildAsync("Microsoft.NET.Sdk.Web", Program, "Configuration.ZooKeeper", "ZooKeeper.DevServer");
        await AssertOursAsync(application, "Configuration.ZooKeeper.dll", "ZooKeeper.Client.dll", "ZooKeeper.DevServer.dll");

        await using var web = application.Start(KeyValuePair.Create("ASPNETCORE_URLS", "http://127.0.0.1:0"));
        var listening = await web.PrintedAsync(Listening());
        using var http = new HttpClient { BaseAddress = new Uri(listening.Groups["url"].Value) };
        Assert.AreEqual("Corner shop", await http.GetStringAsync(new Uri("/", UriKind.Relative)));
        Assert.AreEqual("Healthy", await http.GetStringAsync(new Uri("/health", UriKind.Relative)));

        using var reply = await http.PutAsync(new Uri("/Night%20shop", UriKind.Relative), content: null);
        Assert.AreEqual(HttpStatusCode.OK, reply.StatusCode);
        await Eventually.TrueAsync(async () => await http.GetStringAsync(new Uri("/", UriKind.Relative)) == "Night shop");
    }

    /// <summary>What was run are the libraries of these packages, and not of others that a cache had.</summary>
    private static async Task AssertOursAsync(NewApplication application, params string[] expected)
    {
        var feed = await PackageFeed.GetAsync();
        var ours = application.Libraries
            .Where(library => FileVersionInfo.GetVersionInfo(library.FullName).ProductVersion == $"{feed.Version}+{feed.Commit}")
            .Select(library => library.Name);
        CollectionAssert.AreEquivalent(expected, ours.ToArray());
    }

    [GeneratedRegex("^Title: Corner shop", RegexOptions.Multiline)]
    private static partial Regex CornerShop();

    [GeneratedRegex("^Title: Night shop", RegexOptions.Multiline)]
    private static partial Regex NightShop();

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+:\d+)")]
    private static partial Regex Listening();
}
