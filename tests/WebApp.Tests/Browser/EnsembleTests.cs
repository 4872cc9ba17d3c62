using System.Text;
using Microsoft.Playwright;
using ZooKeeper.Client;
using ZooKeeper.Testing;
using static Microsoft.Playwright.Assertions;

namespace WebApp.Tests.Browser;

/// <summary>The page of a shop with an Apache ZooKeeper.</summary>
[TestClass]
public sealed class EnsembleTests
{
    private static readonly (string Path, string? Value)[] Seed =
        [("/config", null), ("/config/shop", null), ("/config/shop/Shop", null), ("/config/shop/Shop/Title", "Corner"), ("/config/shop/Shop/Banner", "Open")];

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Show_ChangesWithTheShell_Appear()
    {
        await using var tree = await ShopTree.CreateAsync(Seed);
        await using var shop = await PageShop.StartAsync(tree.ConnectionString);
        await using var page = await shop.OpenPageAsync(TestContext);
        await Expect(page.Title).ToHaveTextAsync("Corner");

        await new ZooKeeperShell(tree.ConnectionString).RunScriptAsync(
            "set /config/shop/Shop/Title Täglich",
            "create /config/shop/Shop/Features",
            "create /config/shop/Shop/Features/Reviews true");

        await Expect(page.Title).ToHaveTextAsync("Täglich");
        await Expect(page.Value("Shop/Title")).ToHaveTextAsync("Täglich");
        await Expect(page.Value("Shop/Features/Reviews")).ToHaveTextAsync("true");
        await Expect(page.Page.Locator("#features")).ToHaveTextAsync("Reviews");
        await Expect(page.Page.Locator(".milliseconds")).ToHaveCountAsync(0);

        await page.EditAsync("Shop/Title", "Of the page");
        await Expect(page.Title).ToHaveTextAsync("Of the page");
        await Expect(page.Reload).ToContainTextAsync("ms from click to page");
        Assert.AreEqual("Of the page", await tree.ValueAsync("/config/shop/Shop/Title"));
    }

    [TestMethod]
    public async Task Show_ServerKilledAndBack_LastKnownValuesThenHealed()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        foreach (var (path, value) in Seed)
        {
            await client.CreateAsync(path, value is null ? null : Encoding.UTF8.GetBytes(value));
        }

        await using var shop = await PageShop.StartAsync(server.ConnectionString);
        await using var page = await shop.OpenPageAsync(TestContext);
        await Expect(page.Connection).ToHaveTextAsync("Connected");
        await Expect(page.Value("Shop/Title")).ToHaveTextAsync("Corner"); // the panel has its own request
        await page.Page.EvaluateAsync("() => { window.isSamePage = true; }");

        await server.KillAsync();
        await Expect(page.Connection).ToContainTextAsync("ZooKeeper is away: last known values since ");
        await Expect(page.Title).ToHaveTextAsync("Corner");
        await Expect(page.Value("Shop/Title")).ToHaveTextAsync("Corner");

        await server.StartAgainAsync();
        await Expect(page.Connection).ToHaveTextAsync("Connected", new() { Timeout = 30_000 });
        await Eventually.TrueAsync(() => client.State == SessionState.Connected);
        await client.SetDataAsync("/config/shop/Shop/Title", "Again"u8.ToArray());
        await Expect(page.Title).ToHaveTextAsync("Again");
        await Expect(page.Value("Shop/Title")).ToHaveTextAsync("Again");
        Assert.IsTrue(await page.Page.EvaluateAsync<bool>("() => window.isSamePage === true"), "the page was loaded again");
    }

    [TestMethod]
    public async Task Show_ShopKilledAndBack_LastKnownValuesThenHealed()
    {
        await using var tree = await ShopTree.CreateAsync(Seed);
        var shop = await PageShop.StartAsync(tree.ConnectionString);
        var address = shop.Http.BaseAddress!;
        await using var page = await shop.OpenPageAsync(TestContext);
        page.ExpectedErrors.AddRange(["net::ERR_"]); // the browser reports that nobody listens
        await Expect(page.Title).ToHaveTextAsync("Corner");
        await page.Page.EvaluateAsync("() => { window.isSamePage = true; }");

        await shop.DisposeAsync();
        await Expect(page.Connection).ToContainTextAsync("The shop does not answer: last known values since ");
        await Expect(page.Title).ToHaveTextAsync("Corner");

        await tree.Client.SetDataAsync("/config/shop/Shop/Title", "Again"u8.ToArray());
        await using var again = await PageShop.StartAsync(tree.ConnectionString, "--urls", address.AbsoluteUri);
        await Expect(page.Connection).ToHaveTextAsync("Connected", new() { Timeout = 30_000 });
        await Expect(page.Title).ToHaveTextAsync("Again");
        await Expect(page.Page.Locator("#reload-list li")).ToHaveCountAsync(1);
        Assert.IsTrue(await page.Page.EvaluateAsync<bool>("() => window.isSamePage === true"), "the page was loaded again");
    }

    [TestMethod]
    public async Task Show_MayNotWrite_OffersNoWriting()
    {
        await using var tree = await ShopTree.CreateAsync(Seed);
        await using var shop = await PageShop.StartAsync(tree.ConnectionString, "--ZooKeeper:AllowWrites=false");
        await using var page = await shop.OpenPageAsync(TestContext);

        await Expect(page.Value("Shop/Title")).ToHaveTextAsync("Corner");
        await Expect(page.Page.GetByText("This shop writes no znodes.")).ToBeVisibleAsync();
        await Expect(page.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Expect(page.Page.GetByRole(AriaRole.Textbox)).ToHaveCountAsync(0);
    }

    [TestMethod]
    public async Task Show_InProduction_HasNoPanel()
    {
        await using var tree = await ShopTree.CreateAsync(Seed);
        await using var shop = await PageShop.StartAsync(tree.ConnectionString, "--environment=Production");
        await using var page = await shop.OpenPageAsync(TestContext);

        await Expect(page.Title).ToHaveTextAsync("Corner");
        await Expect(page.Connection).ToHaveTextAsync("Connected");
        await Expect(page.Page.Locator("#panel")).ToBeHiddenAsync();
    }
}
