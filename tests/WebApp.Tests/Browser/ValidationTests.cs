using static Microsoft.Playwright.Assertions;

namespace WebApp.Tests.Browser;

/// <summary>A value that the options do not take.</summary>
[TestClass]
public sealed class ValidationTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow("Shop/DiscountPercent", "91", "DiscountPercent is a whole number from 0 to 90.", DisplayName = "out of its range")]
    [DataRow("Shop/DiscountPercent", "a few", "A value does not fit its option: DiscountPercent is a whole number", DisplayName = "not a number")]
    [DataRow("Shop/Currency", "Euro", "Currency is a code of three capital letters", DisplayName = "no currency")]
    public async Task Edit_NotValid_IsRejectedWithTheReasonUntilCorrected(string path, string value, string reason)
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);

        await page.EditAsync(path, value);

        await Expect(page.RejectedReload).ToContainTextAsync(reason);
        await Expect(page.RejectedReload).ToContainTextAsync($"Correct or delete: /config/shop/{path}.");
        await Expect(page.Row(path)).ToContainTextAsync("rejected");
        await Expect(page.Outcome).ToHaveTextAsync($"Written: {path}. But the shop rejected it: see above.");
        await Expect(page.Connection).ToHaveTextAsync("Connected, but the latest change is rejected");
        await Expect(page.Article("Bread")).ToContainTextAsync("€3.99");

        // What else is written waits as well.
        await page.EditAsync("Shop/Title", "Night shop");
        await Expect(page.RejectedReload).ToContainTextAsync("/config/shop/Shop/Title");
        await Expect(page.Title).ToHaveTextAsync("Corner shop");

        await page.DeleteAsync(path, $"Delete {path}?");
        await Expect(page.RejectedReload).ToBeHiddenAsync();
        await Expect(page.Connection).ToHaveTextAsync("Connected");
        await Expect(page.Title).ToHaveTextAsync("Night shop");
    }
}
