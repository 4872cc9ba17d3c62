using System.Net;
using System.Text.Json;
using ZooKeeper.Testing;

namespace WebApp.Tests;

/// <summary>Operators change znodes with ZooKeeper's own shell; the running shop follows.</summary>
[TestClass]
public sealed class OptionsTests
{
    private static ZooKeeperServer Server = null!;

    private static ZooKeeperShell Shell => new(Server.ConnectionString);

    [ClassInitialize]
    public static async Task StartServerAsync(TestContext _) => Server = await ZooKeeperServer.StartAsync();

    [ClassCleanup]
    public static async Task StopServerAsync() => await Server.DisposeAsync();

    [TestMethod]
    public async Task Options_ChangedWithShell_FollowInTheSameProcess()
    {
        await Shell.RunScriptAsync(
            "create /config",
            "create /config/shop",
            "create /config/shop/Shop",
            "create /config/shop/Shop/Title Corner",
            "create /config/shop/Shop/Currency CHF",
            "create /config/shop/Shop/DiscountPercent 5");
        await using var shop = await ShopProcess.StartAsync(Server.ConnectionString);
        Assert.AreEqual(
            """{"title":"Corner","banner":"","currency":"CHF","discountPercent":5,"prices":{},"maintenance":false,"features":{}}""",
            (await shop.GetAsync("/api/options")).GetRawText());

        await Shell.RunAsync("set", "/config/shop/Shop/Title", "Täglich frisch");
        await ExpectAsync(shop, options => options.GetProperty("title").GetString() == "Täglich frisch");

        await Shell.RunAsync("create", "/config/shop/Shop/Maintenance", "true");
        await ExpectAsync(shop, options => options.GetProperty("maintenance").GetBoolean());

        await Shell.RunAsync("delete", "/config/shop/Shop/Currency");
        await ExpectAsync(shop, options => options.GetProperty("currency").GetString() == "EUR");

        await Shell.RunScriptAsync(
            "create /config/shop/Shop/Features",
            "create /config/shop/Shop/Features/Checkout true",
            "create /config/shop/Shop/Features/Reviews false");
        await ExpectAsync(shop, options =>
            options.GetProperty("features").GetRawText() == """{"Checkout":true,"Reviews":false}""");

        await Shell.RunAsync("set", "/config/shop/Shop/Features/Checkout", "false");
        await ExpectAsync(shop, options => !options.GetProperty("features").GetProperty("Checkout").GetBoolean());

        await Shell.RunAsync("deleteall", "/config/shop/Shop/Features");
        await ExpectAsync(shop, options => options.GetProperty("features").GetRawText() == "{}");

        Assert.IsTrue(shop.IsRunning);
    }

    [TestMethod]
    public async Task Options_PathOverride_IsFollowed()
    {
        await using var shop = await ShopProcess.StartAsync(Server.ConnectionString, "--ZooKeeper:Path=/elsewhere");
        Assert.AreEqual("Shop", (await shop.GetAsync("/api/options")).GetProperty("title").GetString());

        await Shell.RunScriptAsync("create /elsewhere", "create /elsewhere/Shop", "create /elsewhere/Shop/Title Elsewhere");

        await ExpectAsync(shop, options => options.GetProperty("title").GetString() == "Elsewhere");
    }

    [TestMethod]
    public async Task Options_FileDoesNotFit_SayWhatWould()
    {
        // Only changes in ZooKeeper are rejected.
        await using var shop = await ShopProcess.StartAsync(Server.ConnectionString, "--ZooKeeper:Path=/nowhere");
        await File.WriteAllTextAsync(Path.Combine(shop.Folder, "appsettings.json"), """{ "Shop": { "DiscountPercent": "a few" } }""");

        await Eventually.TrueAsync(async () => (await shop.SendAsync(HttpMethod.Get, "/api/options")).Status == HttpStatusCode.InternalServerError);
        var reply = await shop.SendAsync(HttpMethod.Get, "/api/options");

        Assert.Contains("DiscountPercent is a whole number", reply.Text);
        Assert.DoesNotContain("a few", reply.Text + shop.Output);
    }

    private static Task ExpectAsync(ShopProcess shop, Func<JsonElement, bool> condition) =>
        Eventually.TrueAsync(async () => condition(await shop.GetAsync("/api/options")));
}
