using System.Net;
using System.Text;
using System.Text.Json;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace WebApp.Tests;

/// <summary>Without a connection string the shop brings its own ZooKeeper.</summary>
[TestClass]
public sealed class InProcessTests
{
    private const string Seed =
        """{"title":"Corner shop","banner":"Fresh from the oven until noon","currency":"EUR","discountPercent":5""" +
        ""","prices":{"Bread":4.20,"Coffee":2.80,"Croissant":1.60,"Marmalade":5.50},"maintenance":false,"features":{"GiftWrap":true,"Reviews":false}}""";

    [TestMethod]
    public async Task Start_InDevelopment_ServesTheSeed()
    {
        await using var shop = await StartAsync();

        Assert.AreEqual(Seed, (await shop.GetAsync("/api/options")).GetRawText());
        var status = await shop.GetAsync("/api/status");
        Assert.IsTrue(status.GetProperty("connected").GetBoolean());
        Assert.AreEqual(13, status.GetProperty("keys").GetInt32());
    }

    [TestMethod]
    public async Task Notice_SaysWhatIsTrue()
    {
        await using var shop = await StartAsync();
        var notice = await ShopNotice.ReadAsync(shop);

        Assert.AreEqual(shop.Http.BaseAddress, notice.Page);
        Assert.AreEqual($"curl -X PUT -d \"Night shop\" {shop.Http.BaseAddress}api/znodes/Shop/Title", notice.Change);
        await using var client = await ZooKeeperClient.ConnectAsync(notice.ConnectionString);
        await client.SetDataAsync("/config/shop/Shop/Title", "From elsewhere"u8.ToArray());
        await ExpectAsync(shop, options => options.GetProperty("title").GetString() == "From elsewhere");
    }

    [TestMethod]
    public async Task PutAndDelete_ZnodesOfTheSeed_ChangeTheOptions()
    {
        await using var shop = await StartAsync();

        Assert.AreEqual(HttpStatusCode.NoContent, (await shop.PutAsync("Shop/Title", "Night shop")).Status);
        await ExpectAsync(shop, options => options.GetProperty("title").GetString() == "Night shop");

        Assert.AreEqual(HttpStatusCode.NoContent, (await shop.PutAsync("Shop/Features/Checkout", "true")).Status);
        await ExpectAsync(shop, options =>
            options.GetProperty("features").GetRawText() == """{"Checkout":true,"GiftWrap":true,"Reviews":false}""");

        Assert.AreEqual(HttpStatusCode.NoContent, (await shop.DeleteAsync("Shop/Features")).Status);
        await ExpectAsync(shop, options => options.GetProperty("features").GetRawText() == "{}");
    }

    [TestMethod]
    public async Task Start_WithAnotherPath_SeedsAndWritesThere()
    {
        await using var shop = await StartAsync("--ZooKeeper:Path=/");
        Assert.AreEqual(Seed, (await shop.GetAsync("/api/options")).GetRawText());

        Assert.AreEqual(HttpStatusCode.NoContent, (await shop.PutAsync("Shop/Title", "At the root")).Status);

        var notice = await ShopNotice.ReadAsync(shop);
        await using var client = await ZooKeeperClient.ConnectAsync(notice.ConnectionString);
        Assert.AreEqual("At the root", Encoding.UTF8.GetString((await client.GetDataAsync("/Shop/Title")).Data!));
        var reply = await shop.PutAsync("zookeeper/quota", "1");
        Assert.AreEqual(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("belong to ZooKeeper", reply.Text);
    }

    [TestMethod]
    public async Task Put_WritingForbidden_IsNotFound()
    {
        await using var shop = await StartAsync("--ZooKeeper:AllowWrites=false");

        Assert.AreEqual(HttpStatusCode.NotFound, (await shop.PutAsync("Shop/Title", "x")).Status);

        Assert.Contains("zkCli.sh", (await ShopNotice.ReadAsync(shop)).Change);
        Assert.AreEqual(Seed, (await shop.GetAsync("/api/options")).GetRawText());
    }

    [TestMethod]
    public async Task Stop_Terminated_EndsCleanly()
    {
        await using var shop = await StartAsync();
        Assert.AreEqual(HttpStatusCode.NoContent, (await shop.PutAsync("Shop/Title", "x")).Status);

        Assert.AreEqual(0, await shop.StopAsync(), shop.Output);

        Assert.DoesNotContain("warn:", shop.Output);
        Assert.DoesNotContain("fail:", shop.Output);
    }

    [TestMethod]
    [DataRow("Production")]
    [DataRow("Staging")]
    public async Task Start_NotInDevelopment_SaysWhereToPutTheConnectionString(string environment)
    {
        var e = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => ShopProcess.StartAsync(connectionString: null, $"--environment={environment}"));

        Assert.Contains("ConnectionStrings__ZooKeeper=", e.Message);
        Assert.Contains($"this is {environment}", e.Message);
    }

    private static Task<ShopProcess> StartAsync(params string[] arguments) =>
        ShopProcess.StartAsync(connectionString: null, ["--environment=Development", .. arguments]);

    private static Task ExpectAsync(ShopProcess shop, Func<JsonElement, bool> condition) =>
        Eventually.TrueAsync(async () => condition(await shop.GetAsync("/api/options")));
}
