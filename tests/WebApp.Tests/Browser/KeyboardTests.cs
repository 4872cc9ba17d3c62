using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebApp.Tests.Browser;

/// <summary>The page without a mouse.</summary>
[TestClass]
public sealed class KeyboardTests
{
    private const int MostTabs = 100;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Edit_ByKeyboard_IsWrittenAndTheFocusComesBack()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        await Expect(page.Row("Shop/Title")).ToBeVisibleAsync();

        await TabToAsync(page, "Edit Shop/Title");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByLabel("Value of Shop/Title")).ToBeFocusedAsync();
        await page.Page.Keyboard.TypeAsync("Typed"); // the old value is selected
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Title).ToHaveTextAsync("Typed");
        await Expect(Button(page, "Edit Shop/Title")).ToBeFocusedAsync();

        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Keyboard.TypeAsync("Thrown away");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(Button(page, "Edit Shop/Title")).ToBeFocusedAsync();
        await Expect(page.Value("Shop/Title")).ToHaveTextAsync("Typed");
    }

    [TestMethod]
    public async Task Delete_ByKeyboard_AsksAndTheFocusGoesOn()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        await Expect(page.Row("Shop/Title")).ToBeVisibleAsync();

        await TabToAsync(page, "Delete Shop/Prices/Bread");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(Button(page, "Delete Shop/Prices/Bread")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(Button(page, "Keep")).ToBeFocusedAsync();
        await page.Page.EvaluateAsync("() => document.getElementById('confirm').dispatchEvent(new Event('close'))"); // the browser can be late with that of the first
        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(Button(page, "Delete")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Article("Bread")).ToHaveCountAsync(0);
        await Expect(Button(page, "Edit Shop/Prices/Coffee")).ToBeFocusedAsync();
    }

    [TestMethod]
    public async Task Tab_ThroughThePage_EveryStopIsNamedAndSeen()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        await Expect(page.Row("Shop/Title")).ToBeVisibleAsync();

        for (var stops = 0; ; stops++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            var stop = await page.Page.EvaluateAsync<string?>(
                """
                () => {
                  const at = document.activeElement;
                  if (at === document.body) return null;
                  const name = at.ariaLabel || at.labels?.[0]?.textContent || at.textContent;
                  const isSeen = getComputedStyle(at).outlineStyle !== "none" && at.getBoundingClientRect().height >= 18;
                  return `${name.trim()}|${isSeen}`;
                }
                """);
            if (stop is null)
            {
                Assert.IsGreaterThan(20, stops);
                return;
            }

            Assert.IsLessThan(MostTabs, stops);
            Assert.IsTrue(stop.EndsWith("|true", StringComparison.Ordinal) && stop[0] != '|', stop);
        }
    }

    private static ILocator Button(ShopPage page, string name) => page.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task TabToAsync(ShopPage page, string name)
    {
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            if (await page.Page.EvaluateAsync<string?>("() => document.activeElement.ariaLabel") == name)
            {
                return;
            }
        }

        Assert.Fail($"No {MostTabs} tabs reach the button '{name}'.");
    }
}
