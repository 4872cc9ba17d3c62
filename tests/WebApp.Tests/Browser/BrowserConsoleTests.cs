namespace WebApp.Tests.Browser;

/// <summary>What becomes of an error in the console. While a test runs, nothing of it has failed.</summary>
[TestClass]
public sealed class BrowserConsoleTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow("() => console.error('seen')", DisplayName = "an error")]
    [DataRow("() => console.warn('seen')", DisplayName = "a warning")]
    [DataRow("() => setTimeout(() => { throw new Error('seen'); }, 0)", DisplayName = "an exception that nobody catches")]
    public async Task Judge_ErrorAndNoFailure_Fails(string script)
    {
        await using (var page = await ShopPage.OpenAsync(new Uri("about:blank"), TestContext))
        {
            await page.Page.EvaluateAsync(script);
            await page.Page.EvaluateAsync("() => new Promise(resolve => setTimeout(resolve, 0))"); // after what the script has put off
        }

        var failure = Assert.ThrowsExactly<AssertFailedException>(() => BrowserConsole.Judge(TestContext));
        Assert.Contains("seen", failure.Message);
        BrowserConsole.Judge(TestContext);
    }

    [TestMethod]
    public async Task Judge_ErrorAndAFailure_LeavesTheFailure()
    {
        await using (var page = await ShopPage.OpenAsync(new Uri("about:blank"), TestContext))
        {
            await page.Page.EvaluateAsync("() => console.error('seen')");
        }

        BrowserConsole.Judge(TestContext, new InvalidOperationException("the first failure"));
    }

    [TestMethod]
    public async Task Judge_ExpectedError_IsGood()
    {
        await using (var page = await ShopPage.OpenAsync(new Uri("about:blank"), TestContext))
        {
            page.ExpectedErrors.Add("seen");
            await page.Page.EvaluateAsync("() => console.error('seen')");
        }

        BrowserConsole.Judge(TestContext);
    }
}
