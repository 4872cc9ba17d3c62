using System.Net;
using System.Text;

namespace WebApp.Tests;

/// <summary>Values are neither logged nor part of a refusal.</summary>
[TestClass]
public sealed class SecretsTests
{
    private const string Secret = "s3cret-v4lue";

    [TestMethod]
    public async Task Run_WritesOfEveryKindAtTheFinestLogging_NoValueIsTold()
    {
        await using var tree = await ShopTree.CreateAsync();
        await using var shop = await tree.StartWritingShopAsync("--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace");

        // From its first use on the options listen to changes.
        Assert.AreEqual("Shop", (await shop.GetAsync("/api/options")).GetProperty("title").GetString());
        ShopReply[] replies =
        [
            await shop.PutAsync("Shop/Title", Secret),
            await shop.PutAsync("Shop/Title", Secret + " again"),
            await shop.PutAsync("Shop/Title/", Secret),
            await shop.PutAsync("Shop/Title", [.. Encoding.UTF8.GetBytes(Secret), 0xFF]),
            await shop.PutAsync("Shop/Title", string.Concat(Enumerable.Repeat(Secret, 87_382))),
            await shop.PutAsync("Shop/DiscountPercent", Secret),
            await shop.SendAsync(HttpMethod.Get, "/api/options"),
            await shop.SendAsync(HttpMethod.Post, "/api/multi", Encoding.UTF8.GetBytes($$"""[{ "path": "Shop/Banner", "value": "{{Secret}}" }]""")),
            await shop.SendAsync(HttpMethod.Post, "/api/multi", Encoding.UTF8.GetBytes($$"""[{ "path": "Shop/Banner", "value": {{Secret}} }]""")),
            await shop.SendAsync(HttpMethod.Put, "/api/znodes/Shop/Title", Encoding.UTF8.GetBytes(Secret), headers => headers.Host = "evil.example"),
        ];

        CollectionAssert.AreEqual(
            new[] { 204, 204, 400, 400, 413, 202, 200, 202, 400, 403 },
            replies.Select(reply => (int)reply.Status).ToArray());
        Assert.AreEqual(0, await shop.StopAsync());
        Assert.Contains("trce:", shop.Output);
        Assert.Contains("Rejected a reload of", shop.Output);
        Assert.DoesNotContain(Secret, shop.Output);
        Assert.IsEmpty(replies.Where(reply => reply.Status != HttpStatusCode.OK && reply.Text.Contains(Secret, StringComparison.Ordinal)));
    }
}
