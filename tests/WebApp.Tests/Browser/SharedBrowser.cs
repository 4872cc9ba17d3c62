using Microsoft.Playwright;

namespace WebApp.Tests.Browser;

/// <summary>One headless Chromium for all tests of the page, started by the first of them.</summary>
internal static class SharedBrowser
{
    private const float Patience = 60_000; // only a hang exceeds it

    private static readonly string[] Arguments =
    [
        "--no-sandbox", // of root, as in a container, Chromium takes no other
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Programs = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]; // the first takes half the processor time
    private static readonly Lazy<Task<IBrowser>> Started = new(StartAsync);
    private static IPlaywright? Driver;

    /// <summary>Gets the Chromium to start: the one in the environment variable CHROMIUM, or that of a Debian package.</summary>
    private static string Program => Environment.GetEnvironmentVariable("CHROMIUM") ?? Array.Find(Programs, File.Exists) ?? Programs[1];

    /// <summary>A browser window of its own: no cookies, cache or connections are shared with another.</summary>
    public static async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var context = await (await Started.Value).NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return context;
    }

    public static async Task CloseAsync()
    {
        if (Started.IsValueCreated)
        {
            await (await Started.Value).CloseAsync();
            Driver?.Dispose();
        }
    }

    private static async Task<IBrowser> StartAsync()
    {
        if (!File.Exists(Program))
        {
            throw new FileNotFoundException($"There is no {Program}. Install the package chromium, or name a Chromium in the environment variable CHROMIUM.");
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        Driver = await Playwright.CreateAsync();
        return await Driver.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Arguments });
    }
}
