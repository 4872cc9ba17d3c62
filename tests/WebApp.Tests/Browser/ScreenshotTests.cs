using Microsoft.Playwright;
using ZooKeeper.Testing;
using static Microsoft.Playwright.Assertions;

namespace WebApp.Tests.Browser;

/// <summary>
/// Pictures of the page, light and dark, wide and narrow: among the results of the test, and with the environment variable SHOP_SCREENSHOTS in the folder that it
/// names, such as <c>docs/images</c> below the repository.
/// </summary>
[TestClass]
public sealed class ScreenshotTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(ColorScheme.Light, 1280, "shop")]
    [DataRow(ColorScheme.Dark, 1280, "shop-dark")]
    [DataRow(ColorScheme.Light, 390, "shop-narrow")]
    [DataRow(ColorScheme.Dark, 390, "shop-narrow-dark")]
    [DataRow(ColorScheme.Light, 320, "shop-narrowest")]
    public async Task Screenshot_OfTheShopAfterAnEdit_FitsTheWindow(ColorScheme scheme, int width, string name)
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await ShopPage.OpenAsync(
            shop.Http.BaseAddress!,
            TestContext,
            new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = width, Height = 800 }, DeviceScaleFactor = 2 });
        await page.EditAsync("Shop/Banner", "Open until midnight");
        await Expect(page.Page.Locator("#banner")).ToHaveTextAsync("Open until midnight");
        await page.EditAsync("Shop/DiscountPercent", "20");
        await Expect(page.Reload).ToContainTextAsync("ms from click to page");
        await Expect(page.Article("Bread")).ToContainTextAsync("€3.36");

        var folder = Environment.GetEnvironmentVariable("SHOP_SCREENSHOTS") is { Length: > 0 } named && name != "shop-narrowest"
            ? Path.Combine(Repository.Root, named)
            : AppContext.BaseDirectory;
        await SaveAsync(page, Path.Combine(folder, $"{name}.png"));

        Assert.AreEqual(width, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    [TestMethod]
    [DataRow(ColorScheme.Light, 1280)]
    [DataRow(ColorScheme.Dark, 320)]
    public async Task Screenshot_WhileEditingWithARejectedReload_FitsTheWindow(ColorScheme scheme, int width)
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await ShopPage.OpenAsync(
            shop.Http.BaseAddress!,
            TestContext,
            new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = width, Height = 800 } });
        await page.EditAsync("Shop/DiscountPercent", "91");
        await Expect(page.RejectedReload).ToBeVisibleAsync();
        await page.Page.GetByLabel("Change several as one").CheckAsync();
        await page.EditAsync("Shop/Title", "Night shop with a name that is rather longer than others", "Collect");
        await page.EditAsync("Payment/ApiToken", "new", "Collect");
        await page.ButtonAsync("Delete Shop/Prices/Bread");
        await page.ButtonAsync("Edit Shop/Banner");

        await SaveAsync(page, Path.Combine(AppContext.BaseDirectory, $"rejected-{width}.png"));

        Assert.AreEqual(width, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    private async Task SaveAsync(ShopPage page, string file)
    {
        await page.Page.ScreenshotAsync(new() { Path = file, FullPage = true });
        TestContext.AddResultFile(file);
    }
}
