using System.Net;
using ZooKeeper.Client;
using static Microsoft.Playwright.Assertions;

namespace WebApp.Tests.Browser;

/// <summary>Secrets are masked before they leave the shop.</summary>
[TestClass]
public sealed class SecretTests
{
    private const string Mask = "••••••••";

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Edit_Secret_IsReplacedAndNeverShown()
    {
        await using var shop = await PageShop.StartAsync();
        var notice = await ShopNotice.ReadAsync(shop);
        await using var client = await ZooKeeperClient.ConnectAsync(notice.ConnectionString);
        await using var page = await shop.OpenPageAsync(TestContext);
        await Expect(page.Value("Payment/ApiToken")).ToHaveTextAsync(Mask);

        await page.EditAsync("Payment/ApiToken", "n3w-t0ken");

        await Expect(page.Row("Payment/ApiToken").Locator(".of-version")).ToHaveTextAsync("v1");
        await Expect(page.Value("Payment/ApiToken")).ToHaveTextAsync(Mask);
        await Expect(page.Reload).ToContainTextAsync("Payment:ApiToken");
        Assert.DoesNotContain("n3w-t0ken", await page.Page.ContentAsync());
        Assert.DoesNotContain("n3w-t0ken", shop.Output);
        CollectionAssert.AreEqual("n3w-t0ken"u8.ToArray(), (await client.GetDataAsync("/config/shop/Payment/ApiToken")).Data);
    }

    [TestMethod]
    public async Task Edit_MaskWrittenBack_IsRefused()
    {
        await using var shop = await PageShop.StartAsync();
        await using var page = await shop.OpenPageAsync(TestContext);
        page.ExpectedErrors.Add("400"); // the browser reports what the shop refuses

        await page.EditAsync("Payment/ApiToken", Mask);

        await Expect(page.Outcome).ToContainTextAsync("This is the mask");
        await Expect(page.Row("Payment/ApiToken").Locator(".of-version")).ToHaveTextAsync("v0");
        Assert.AreEqual(HttpStatusCode.BadRequest, (await shop.PutAsync("Payment/ApiToken", Mask)).Status);
    }
}
