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
    public async Task Screenshot_OfTheShopAfterAnEdit_FitsTheWindow()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await OpenAsync(shop, deviceScaleFactor: 2);
        await page.EditAsync("Shop/Banner", "Open until midnight");
        await Expect(page.Page.Locator("#banner")).ToHaveTextAsync("Open until midnight");
        await page.EditAsync("Shop/DiscountPercent", "20");
        await Expect(page.Reload).ToContainTextAsync("ms from click to page");
        await Expect(page.Article("Bread")).ToContainTextAsync("€3.36");

        await LookAsync(page, ColorScheme.Light, 1280, "shop");
        await LookAsync(page, ColorScheme.Dark, 1280, "shop-dark");
        await LookAsync(page, ColorScheme.Light, 390, "shop-narrow");
        await LookAsync(page, ColorScheme.Dark, 390, "shop-narrow-dark");
        await LookAsync(page, ColorScheme.Light, 320, "shop-narrowest");
    }

    [TestMethod]
    public async Task Screenshot_WhileEditingWithARejectedReload_FitsTheWindow()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await OpenAsync(shop, deviceScaleFactor: 1);
        await page.EditAsync("Shop/DiscountPercent", "91");
        await Expect(page.RejectedReload).ToBeVisibleAsync();
        await page.Page.GetByLabel("Collect changes, write together").CheckAsync();
        await page.EditAsync("Shop/Title", "Night shop with a name that is rather longer than others", "Collect");
        await page.EditAsync("Payment/ApiToken", "new", "Collect");
        await page.ButtonAsync("Delete Shop/Prices/Bread");
        await page.ButtonAsync("Edit Shop/Banner");

        await LookAsync(page, ColorScheme.Light, 1280, "rejected-1280");
        await LookAsync(page, ColorScheme.Dark, 320, "rejected-320");
    }

    private Task<ShopPage> OpenAsync(ShopProcess shop, float deviceScaleFactor) => ShopPage.OpenAsync(
        shop.Http.BaseAddress!, TestContext, new() { ReducedMotion = ReducedMotion.Reduce, DeviceScaleFactor = deviceScaleFactor });

    private async Task LookAsync(ShopPage page, ColorScheme scheme, int width, string name)
    {
        await page.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.Page.SetViewportSizeAsync(width, 800);
        var folder = Environment.GetEnvironmentVariable("SHOP_SCREENSHOTS") is { Length: > 0 } named && name is not "shop-narrowest" && name.StartsWith("shop", StringComparison.Ordinal)
            ? Path.Combine(Repository.Root, named)
            : AppContext.BaseDirectory;
        await SaveAsync(page, Path.Combine(folder, $"{name}.png"));
        Assert.AreEqual(width, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), name);
    }

    private async Task SaveAsync(ShopPage page, string file)
    {
        await page.Page.ScreenshotAsync(new() { Path = file, FullPage = true });
        TestContext.AddResultFile(file);
    }
}
