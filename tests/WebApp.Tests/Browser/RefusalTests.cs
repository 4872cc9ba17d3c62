using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebApp.Tests.Browser;

/// <summary>What cannot be written as asked is said, and the operator decides what to do.</summary>
[TestClass]
public sealed class RefusalTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow("Shop/../Shop/Title")]
    [DataRow("Shop/./Title")]
    [DataRow("..")]
    public async Task Add_RelativePath_IsRefusedAndWritesNothing(string path)
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        await page.AddAsync(path, "Escaped");
        await Expect(page.Outcome).ToHaveTextAsync($"{path} is not a path: . and .. are no names of znodes.");
        await Expect(page.Title).ToHaveTextAsync("Corner shop");
    }

    [TestMethod]
    public async Task Edit_RefusedWithoutAWord_IsShown()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        page.ExpectedErrors.Add("418");
        await page.Page.RouteAsync("**/api/znodes/**", route => route.FulfillAsync(new() { Status = 418 }));
        await page.EditAsync("Shop/Title", "Night shop");
        await Expect(page.Outcome).ToHaveTextAsync("The shop refused the change (418).");
    }

    [TestMethod]
    [DataRow("Overwrite", "Mine")]
    [DataRow("Take theirs", "Theirs")]
    public async Task Edit_ChangedMeanwhile_NamesTheirsAndLetsTheOperatorDecide(string decision, string title)
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        await page.ButtonAsync("Edit Shop/Title");
        await page.Row("Shop/Title").GetByRole(AriaRole.Textbox).FillAsync("Mine");

        await shop.PutAsync("Shop/Title", "Theirs");

        await Expect(page.Title).ToHaveTextAsync("Theirs");
        await Expect(page.Row("Shop/Title")).ToContainTextAsync("Changed meanwhile to “Theirs” (v1).");
        await page.ButtonAsync(decision);
        await Expect(page.Title).ToHaveTextAsync(title);
        await Expect(page.Value("Shop/Title")).ToHaveTextAsync(title);
    }

    [TestMethod]
    public async Task Edit_DeletedMeanwhile_IsSaid()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        await page.ButtonAsync("Edit Shop/Banner");
        await shop.DeleteAsync("Shop/Banner");
        await Expect(page.Outcome).ToHaveTextAsync("Shop/Banner was deleted meanwhile, and your edit with it.");
    }

    [TestMethod]
    public async Task Delete_UndoneAgain_IsBack()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        await page.DeleteAsync("Shop/Prices", "Delete Shop/Prices and the 4 below it?");
        await Expect(page.Outcome).ToHaveTextAsync("Deleted: Shop/Prices.");
        await Expect(page.Article("Bread")).ToHaveCountAsync(0);

        await page.ButtonAsync("Undo");
        await Expect(page.Outcome).ToHaveTextAsync("Restored: Shop/Prices.");
        await Expect(page.Article("Bread")).ToContainTextAsync("€3.99");
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true })).ToBeHiddenAsync();

        await page.DeleteAsync("Payment/ApiToken", "so it cannot undo this");
        await Expect(page.Outcome).ToHaveTextAsync("Deleted: Payment/ApiToken.");
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true })).ToBeHiddenAsync();
    }

    [TestMethod]
    public async Task Page_OfTheSample_SaysWhatItIs()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        await Expect(page.Page.GetByText("A sample of ConfigZk")).ToBeVisibleAsync();
        await Expect(page.Row("Shop/Title")).ToBeVisibleAsync();
        var gap = await page.Page.EvaluateAsync<double>(
            """
            () => {
              const [left, right] = [...document.querySelectorAll("tr[data-path='Shop/Title'] button")].filter(button => !button.hidden).map(button => button.getBoundingClientRect());
              return right.left - left.right;
            }
            """);
        Assert.IsGreaterThanOrEqualTo(10, gap, "two focus rings of 5 px must not overlap");
    }
}
