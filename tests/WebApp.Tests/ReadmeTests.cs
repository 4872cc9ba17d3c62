using System.Net;
using System.Net.Sockets;
using System.Text;
using WebApp.Tests.Browser;
using ZooKeeper.Testing;
using static Microsoft.Playwright.Assertions;

namespace WebApp.Tests;

/// <summary>What the README says to try: <c>dotnet run --project samples/WebApp</c> on a fresh clone.</summary>
[TestClass]
public sealed class ReadmeTests
{
    private static DirectoryInfo Sources = null!;

    public required TestContext TestContext { get; init; }

    [ClassInitialize]
    public static void CopySources(TestContext _) => Sources = SourceCopy.Create();

    [ClassCleanup]
    public static void DeleteSources() => Sources.Delete(recursive: true);

    [TestMethod]
    [TestCategory("Build")] // builds the sample and the libraries from a copy of their sources
    public async Task DotnetRun_NoConnectionString_ServesAndTakesThePrintedLine()
    {
        await using var shop = await ShopProcess.RunAsync(Sources, connectionString: null);
        var notice = await ShopNotice.ReadAsync(shop);
        await using var page = await ShopPage.OpenAsync(notice.Page, TestContext);
        await Expect(page.Title).ToHaveTextAsync("Corner shop");

        // curl -X PUT -d "Night shop" http://localhost:5000/api/znodes/Shop/Title
        Assert.StartsWith("curl -X PUT -d \"Night shop\" http://", notice.Change);
        var address = new Uri(notice.Change[notice.Change.IndexOf("http://", StringComparison.Ordinal)..]);
        using var body = new StringContent("Night shop", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var reply = await shop.Http.PutAsync(address, body);

        Assert.AreEqual(HttpStatusCode.NoContent, reply.StatusCode);
        await Eventually.TrueAsync(async () => (await shop.GetAsync("/api/options")).GetProperty("title").GetString() == "Night shop");
        await Expect(page.Title).ToHaveTextAsync("Night shop");
        await page.EditAsync("Shop/DiscountPercent", "50");
        await Expect(page.Article("Bread")).ToContainTextAsync("€2.10");
        Assert.IsTrue(notice.Page.IsLoopback);
    }

    [TestMethod]
    [TestCategory("Build")] // builds the sample and the libraries from a copy of their sources
    public async Task DotnetRun_ConnectionString_FollowsTheEnsembleAndWritesNothing()
    {
        await using var tree = await ShopTree.CreateAsync(
            ("/config", null), ("/config/shop", null), ("/config/shop/Shop", null), ("/config/shop/Shop/Title", "Of the ensemble"));
        await using var shop = await ShopProcess.RunAsync(Sources, tree.ConnectionString);
        Assert.AreEqual("Of the ensemble", (await shop.GetAsync("/api/options")).GetProperty("title").GetString());
        var before = await tree.ReadAsync();

        Assert.AreEqual(HttpStatusCode.NotFound, (await shop.PutAsync("Shop/Title", "x")).Status);

        Assert.AreEqual(before, await tree.ReadAsync());
        await tree.Client.SetDataAsync("/config/shop/Shop/Title", "Night shop"u8.ToArray());
        await Eventually.TrueAsync(async () => (await shop.GetAsync("/api/options")).GetProperty("title").GetString() == "Night shop");
    }

    [TestMethod]
    public async Task Start_PortTaken_ListensOnAnotherAndSaysWhere()
    {
        // It is taken, be it by this test or by somebody else.
        using var other = new TcpListener(IPAddress.Loopback, 5000);
        try
        {
            other.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
        }

        await using var shop = await ShopProcess.StartAsync(connectionString: null, "--environment=Development", "--urls=");

        Assert.AreNotEqual(5000, shop.Http.BaseAddress!.Port);
        var notice = await ShopNotice.ReadAsync(shop);
        Assert.AreEqual(shop.Http.BaseAddress, notice.Page);
        Assert.AreEqual("Corner shop", (await shop.GetAsync("/api/options")).GetProperty("title").GetString());
    }
}
