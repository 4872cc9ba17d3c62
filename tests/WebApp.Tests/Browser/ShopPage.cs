using Microsoft.Playwright;

namespace WebApp.Tests.Browser;

/// <summary>The shop's page in a browser window of its own. Of the errors in its console <see cref="BrowserConsole"/> takes care.</summary>
internal sealed class ShopPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private ShopPage(IBrowserContext context, IPage page, TestContext test)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => BrowserConsole.Add(test, $"uncaught: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !ExpectedErrors.Exists(text => message.Text.Contains(text, StringComparison.Ordinal)))
            {
                BrowserConsole.Add(test, $"{message.Type}: {message.Text} ({message.Location})");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>What the console may say all the same: that a request failed which has to.</summary>
    public List<string> ExpectedErrors { get; } = [];

    public ILocator Title => Page.Locator("#title");

    public ILocator Connection => Page.Locator("#connection");

    public ILocator Outcome => Page.Locator("#outcome");

    public ILocator RejectedReload => Page.Locator("#rejected");

    /// <summary>The newest reload.</summary>
    public ILocator Reload => Page.Locator("#reload-list li").First;

    public static async Task<ShopPage> OpenAsync(Uri address, TestContext test, BrowserNewContextOptions? options = null)
    {
        var context = await SharedBrowser.OpenAsync(options);
        var page = new ShopPage(context, await context.NewPageAsync(), test);
        await page.Page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    public ILocator Row(string path) => Page.Locator($"tr[data-path='{path}']");

    public ILocator Value(string path) => Row(path).Locator(".value");

    public ILocator Article(string name) => Page.Locator("#articles li").Filter(new() { Has = Page.GetByText(name, new() { Exact = true }) });

    public async Task EditAsync(string path, string value, string button = "Save")
    {
        await ButtonAsync($"Edit {path}");
        await Row(path).GetByRole(AriaRole.Textbox).FillAsync(value);
        await Row(path).GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }

    public async Task AddAsync(string path, string value)
    {
        await Page.GetByLabel("Add a znode").Locator("#add-path").FillAsync(path);
        await Page.Locator("#add-value").FillAsync(value);
        await ButtonAsync("Add");
    }

    public async Task DeleteAsync(string path, string question)
    {
        await ButtonAsync($"Delete {path}");
        await Assertions.Expect(Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(question);
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
    }

    public Task ButtonAsync(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    public ValueTask DisposeAsync() => new(_context.CloseAsync());
}
