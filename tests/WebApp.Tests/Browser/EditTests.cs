using static Microsoft.Playwright.Assertions;

namespace WebApp.Tests.Browser;

/// <summary>The operator's panel: what is changed there, and who sees it.</summary>
[TestClass]
public sealed class EditTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Edit_InOnePage_IsSeenInAnother()
    {
        await using var shop = await PageShop.StartAsync();
        await using var one = await shop.OpenPageAsync(TestContext);
        await using var other = await shop.OpenPageAsync(TestContext);
        await Expect(other.Title).ToHaveTextAsync("Corner shop");

        await one.EditAsync("Shop/Title", "Night shop");

        foreach (var page in new[] { one, other })
        {
            await Expect(page.Title).ToHaveTextAsync("Night shop");
            await Expect(page.Value("Shop/Title")).ToHaveTextAsync("Night shop");
            await Expect(page.Row("Shop/Title").Locator(".of-version")).ToHaveTextAsync("v1");
            await Expect(page.Reload).ToContainTextAsync("Shop:Title");
            await Expect(page.Reload).ToContainTextAsync("zxid 0x");
        }

        await Expect(one.Reload).ToContainTextAsync("ms from click to page");
        await Expect(other.Reload).Not.ToContainTextAsync("ms from click");
        await Expect(one.Outcome).ToHaveTextAsync("Written: Shop/Title.");
    }

    [TestMethod]
    public async Task Edit_EveryOptionOfTheShop_VisitorsSeeIt()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        await Expect(page.Article("Bread")).ToHaveTextAsync("Breadinstead of €4.20 €3.99");
        await Expect(page.Page.Locator("#features")).ToHaveTextAsync("Gift wrap");

        await page.EditAsync("Shop/Currency", "CHF");
        await Expect(page.Article("Bread")).ToContainTextAsync("CHF");
        await page.EditAsync("Shop/DiscountPercent", "50");
        await Expect(page.Article("Bread")).ToContainTextAsync("2.10");
        await Expect(page.Page.Locator("#discount")).ToHaveTextAsync("50 % off everything");
        await page.EditAsync("Shop/Features/Reviews", "true");
        await Expect(page.Page.Locator("#features li")).ToHaveTextAsync(["Gift wrap", "Reviews"]);
        await page.EditAsync("Shop/Banner", "Open late");
        await Expect(page.Page.Locator("#banner")).ToHaveTextAsync("Open late");
        await page.EditAsync("Shop/Maintenance", "true");
        await Expect(page.Page.GetByText("Closed for maintenance")).ToBeVisibleAsync();
        await Expect(page.Article("Bread")).ToBeHiddenAsync();
    }

    [TestMethod]
    public async Task AddAndDelete_Article_IsThereAndGone()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);

        await page.AddAsync("Shop/Prices/Apple pie", "10");
        await Expect(page.Article("Apple pie")).ToContainTextAsync("€9.50");
        await Expect(page.Value("Shop/Prices/Apple pie")).ToHaveTextAsync("10");

        await page.AddAsync("Shop/Prices/Apple pie", "11");
        await Expect(page.Outcome).ToContainTextAsync("is there already");

        await page.DeleteAsync("Shop/Prices/Apple pie", "Delete Shop/Prices/Apple pie?");
        await Expect(page.Article("Apple pie")).ToHaveCountAsync(0);
        await Expect(page.Outcome).ToHaveTextAsync("Deleted: Shop/Prices/Apple pie.");
        await page.DeleteAsync("Shop/Prices", "and the 4 below it?");
        await Expect(page.Row("Shop/Prices/Bread")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator("#articles li")).ToHaveCountAsync(0);
    }

    [TestMethod]
    public async Task WriteAsOne_EditAddAndDelete_AreOneReload()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        await page.Page.GetByLabel("Collect changes, write together").CheckAsync();

        await page.EditAsync("Shop/Title", "Night shop", "Collect");
        await page.EditAsync("Shop/DiscountPercent", "20", "Collect");
        await page.ButtonAsync("Delete Shop/Prices/Bread");
        await page.AddAsync("Shop/Prices/Tea", "2");
        await Expect(page.Page.Locator("#basket-changes li")).ToHaveCountAsync(4);
        await Expect(page.Title).ToHaveTextAsync("Corner shop");
        await page.ButtonAsync("Write all as one");

        await Expect(page.Title).ToHaveTextAsync("Night shop");
        await Expect(page.Article("Tea")).ToContainTextAsync("€1.60");
        await Expect(page.Article("Bread")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator("#basket-changes li")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator("#reload-list li")).ToHaveCountAsync(2);
        await Expect(page.Reload.Locator("code")).ToHaveTextAsync(["Shop:DiscountPercent", "Shop:Prices:Bread", "Shop:Prices:Tea", "Shop:Title"]);
        await Expect(page.Reload).ToContainTextAsync("ms from click to page");
    }

    [TestMethod]
    public async Task Show_MarkupInValuesAndNames_IsText()
    {
        const string Markup = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);

        await page.EditAsync("Shop/Title", Markup);
        await page.AddAsync("Shop/Features/<b>bold<&b>", "true");

        await Expect(page.Title).ToHaveTextAsync(Markup);
        await Expect(page.Value("Shop/Title")).ToHaveTextAsync(Markup);
        await Expect(page.Page.Locator("#features")).ToContainTextAsync("<b>bold<&b>");
        await Expect(page.Page.Locator("main img, main script, main b")).ToHaveCountAsync(0);
    }
}
