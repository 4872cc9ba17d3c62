using System.Text.RegularExpressions;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>A newcomer has the documents, the templates of the SDK, and packages from a clone.</summary>
[TestClass]
[TestCategory("Build")] // packs, then restores and builds applications
public sealed partial class NewcomerTests
{
    [TestMethod]
    public async Task GettingStarted_FromAnEmptyFolder_ReachesALiveChange()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Shop/Title"] = "Corner shop" } });
        using var application = await TemplateApplication.CreateAsync("web", "Shop", "Configuration.ZooKeeper");
        await application.BuildAsync(ShownCode.Quickstart.Replace("127.0.0.1:2181", zookeeper.ConnectionString, StringComparison.Ordinal));
        await using var web = application.Start("--urls", "http://127.0.0.1:0");
        var listening = await web.PrintedAsync(Listening());
        using var http = new HttpClient { BaseAddress = new Uri(listening.Groups["url"].Value) };
        Assert.AreEqual("Corner shop", await http.GetStringAsync(new Uri("/", UriKind.Relative)));
        await web.PrintedAsync(Loaded());

        await zookeeper.SetAsync("/config/shop/Shop/Title", "Night shop");
        await Eventually.TrueAsync(async () => await http.GetStringAsync(new Uri("/", UriKind.Relative)) == "Night shop");
    }

    [TestMethod]
    public async Task ShownCode_PastedIntoAWebApplication_Builds()
    {
        using var application = await TemplateApplication.CreateAsync("web", "Shop", "Configuration.ZooKeeper", "OpenTelemetry");
        Assert.IsGreaterThan(4, ShownCode.WebPrograms.Count);
        foreach (var program in ShownCode.WebPrograms)
        {
            await application.BuildAsync(program);
        }
    }

    [TestMethod]
    public async Task ShownCode_PastedIntoAConsoleApplication_Builds()
    {
        using var application = await TemplateApplication.CreateAsync("console", "Tool", "Configuration.ZooKeeper");
        Assert.IsGreaterThan(1, ShownCode.ConsolePrograms.Count);
        foreach (var program in ShownCode.ConsolePrograms)
        {
            await application.BuildAsync(program);
        }
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+:\d+)")]
    private static partial Regex Listening();

    [GeneratedRegex(@"Loaded /config/shop at zxid 0x[0-9a-f]+: 1 key changed, 1 in total")]
    private static partial Regex Loaded();
}
