using System.Net;
using System.Text.Json;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace WebApp.Tests;

/// <summary>A shop with an ensemble and the permission to write: what PUT and DELETE do there.</summary>
[TestClass]
public sealed class WriteTests
{
    private static ShopTree Tree = null!;
    private static ShopProcess Shop = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        Tree = await ShopTree.CreateAsync();
        Shop = await Tree.StartWritingShopAsync();
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await Shop.DisposeAsync();
        await Tree.DisposeAsync();
    }

    [TestInitialize]
    public async Task EmptyAsync() => await Shop.DeleteAsync("Shop");

    [TestMethod]
    public async Task Put_NothingThere_CreatesAllAboveItInOneTransaction()
    {
        await using var tree = await ShopTree.CreateAsync();
        await using var shop = await tree.StartWritingShopAsync();

        Assert.AreEqual(HttpStatusCode.NoContent, (await shop.PutAsync("Shop/Features/Checkout", "true")).Status);

        await ExpectAsync(shop, options => options.GetProperty("features").GetRawText() == """{"Checkout":true}""");
        string[] created = ["/config", "/config/shop", "/config/shop/Shop", "/config/shop/Shop/Features", "/config/shop/Shop/Features/Checkout"];
        var stats = await Task.WhenAll(created.Select(async path => (await tree.Client.ExistsAsync(path))!.Value));
        Assert.HasCount(1, stats.Select(stat => stat.Czxid).Distinct());
        Assert.IsNull(await tree.ValueAsync("/config/shop/Shop/Features"));
        Assert.AreEqual("true", await tree.ValueAsync("/config/shop/Shop/Features/Checkout"));
    }

    [TestMethod]
    public async Task Put_Existing_ReplacesTheValueAndNothingElse()
    {
        await Shop.PutAsync("Shop/Title", "Corner");
        await Shop.PutAsync("Shop", "section");

        Assert.AreEqual(HttpStatusCode.NoContent, (await Shop.PutAsync("Shop/Title", "Täglich frisch")).Status);

        await ExpectAsync(Shop, options => options.GetProperty("title").GetString() == "Täglich frisch");
        Assert.AreEqual("Täglich frisch", await Tree.ValueAsync("/config/shop/Shop/Title"));
        Assert.AreEqual(1, (await Tree.Client.ExistsAsync("/config/shop/Shop/Title"))!.Value.Version);
        Assert.AreEqual("section", await Tree.ValueAsync("/config/shop/Shop"));
    }

    [TestMethod]
    public async Task Put_SameValue_IsWrittenAgain()
    {
        await Shop.PutAsync("Shop/Title", "Corner");

        Assert.AreEqual(HttpStatusCode.NoContent, (await Shop.PutAsync("Shop/Title", "Corner")).Status);

        Assert.AreEqual(1, (await Tree.Client.ExistsAsync("/config/shop/Shop/Title"))!.Value.Version);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Put_EmptyOrNoBody_IsTheEmptyValue(bool hasBody)
    {
        await Shop.PutAsync("Shop/Title", "Corner");

        var reply = await Shop.SendAsync(HttpMethod.Put, "/api/znodes/Shop/Title", hasBody ? [] : null);

        Assert.AreEqual(HttpStatusCode.NoContent, reply.Status);
        Assert.AreEqual("", await Tree.ValueAsync("/config/shop/Shop/Title"));
        await ExpectAsync(Shop, options => options.GetProperty("title").GetString()!.Length == 0);
    }

    [TestMethod]
    [DataRow("a few", "the options could not be created")]
    [DataRow("91", "DiscountPercent is a whole number from 0 to 90.")]
    public async Task Put_ValueThatDoesNotFit_IsRejectedUntilItIsCorrected(string value, string reason)
    {
        await Shop.PutAsync("Shop/DiscountPercent", "7");

        var reply = await Shop.PutAsync("Shop/DiscountPercent", value);

        Assert.AreEqual(HttpStatusCode.Accepted, reply.Status);
        Assert.Contains("the shop rejected it", reply.Text);
        Assert.Contains(reason, reply.Text);
        Assert.DoesNotContain("a few", reply.Text);
        Assert.AreEqual(7, (await Shop.GetAsync("/api/options")).GetProperty("discountPercent").GetInt32());
        Assert.AreEqual(HttpStatusCode.NoContent, (await Shop.PutAsync("Shop/DiscountPercent", "5")).Status);
        await Eventually.TrueAsync(async () =>
            (await Shop.SendAsync(HttpMethod.Get, "/api/options")).Text.Contains("\"discountPercent\":5", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Put_ManyAtOnceBelowMissingParents_AllAreThere()
    {
        for (var round = 0; round < 10; round++)
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(i => new[]
            {
                Shop.PutAsync($"Shop/Race{round}/Deep/{i}", $"value {i}"),
                Shop.PutAsync($"Shop/Race{round}/Deep/Same", $"value {i}"),
            }));

            Assert.IsEmpty(replies.Where(reply => reply.Status != HttpStatusCode.NoContent));
            for (var i = 0; i < 10; i++)
            {
                Assert.AreEqual($"value {i}", await Tree.ValueAsync($"/config/shop/Shop/Race{round}/Deep/{i}"));
            }

            Assert.AreEqual(9, (await Tree.Client.ExistsAsync($"/config/shop/Shop/Race{round}/Deep/Same"))!.Value.Version);
        }
    }

    [TestMethod]
    public async Task Delete_WithZnodesBelow_RemovesThemAndNothingElse()
    {
        await Shop.PutAsync("Shop/Features/A/Deep", "true");
        await Shop.PutAsync("Shop/Features/B", "true");
        await Shop.PutAsync("Shop/FeaturesOfOthers", "kept");

        Assert.AreEqual(HttpStatusCode.NoContent, (await Shop.DeleteAsync("Shop/Features")).Status);

        Assert.IsNull(await Tree.Client.ExistsAsync("/config/shop/Shop/Features"));
        Assert.AreEqual("kept", await Tree.ValueAsync("/config/shop/Shop/FeaturesOfOthers"));
        await ExpectAsync(Shop, options => options.GetProperty("features").GetRawText() == "{}");
    }

    [TestMethod]
    public async Task Delete_PartMayNotBeDeleted_RemovesNothing()
    {
        await Shop.PutAsync("Shop/A/B/C/Deepest", "kept");
        await Shop.PutAsync("Shop/Locked/Key", "kept");
        await Tree.Client.SetAclAsync("/config/shop/Shop/Locked", [new Acl(Permissions.All & ~Permissions.Delete, "world", "anyone")]);
        var before = await Tree.ReadAsync();

        var reply = await Shop.DeleteAsync("Shop");

        Assert.AreEqual(HttpStatusCode.Forbidden, reply.Status);
        Assert.Contains("/config/shop/Shop/Locked/Key", reply.Text);
        Assert.Contains("NoAuth", reply.Text);
        Assert.AreEqual(before, await Tree.ReadAsync());
        await Tree.Client.SetAclAsync("/config/shop/Shop/Locked", Acl.Open);
    }

    [TestMethod]
    public async Task Put_MayNotBeWritten_IsForbiddenAndWritesNothing()
    {
        await Shop.PutAsync("Shop/Title", "Corner");
        await Tree.Client.SetAclAsync("/config/shop/Shop/Title", [new Acl(Permissions.Read, "world", "anyone")]);
        var before = await Tree.ReadAsync();

        var reply = await Shop.PutAsync("Shop/Title", "Night shop");

        Assert.AreEqual(HttpStatusCode.Forbidden, reply.Status);
        Assert.Contains("NoAuth", reply.Text);
        Assert.AreEqual(before, await Tree.ReadAsync());
    }

    [TestMethod]
    public async Task Put_BelowAnEphemeral_IsAConflict()
    {
        await Shop.PutAsync("Shop/Title", "Corner");
        await Tree.Client.CreateAsync("/config/shop/Shop/Here", mode: CreateMode.Ephemeral);

        var reply = await Shop.PutAsync("Shop/Here/Below", "x");

        Assert.AreEqual(HttpStatusCode.Conflict, reply.Status);
        Assert.Contains("NoChildrenForEphemerals", reply.Text);
    }

    [TestMethod]
    public async Task Delete_NoSuchZnode_IsNotFound()
    {
        var reply = await Shop.DeleteAsync("Shop/Nothing");

        Assert.AreEqual(HttpStatusCode.NotFound, reply.Status);
        Assert.Contains($"'{Tree.Chroot}/config/shop/Shop/Nothing' failed: the znode does not exist", reply.Text);
    }

    [TestMethod]
    public async Task Put_WhileAReloadIsRejected_SaysWhyItIsNotTakenOver()
    {
        await Shop.PutAsync("Shop/Logo", "text");
        await Tree.Client.SetDataAsync("/config/shop/Shop/Logo", [0xFF]);

        var reply = await Shop.PutAsync("Shop/Title", "Night shop");

        Assert.AreEqual(HttpStatusCode.Accepted, reply.Status);
        Assert.Contains($"the shop rejected it. The data of znode '{Tree.Chroot}/config/shop/Shop/Logo' is not UTF-8 text", reply.Text);
        Assert.AreEqual("Night shop", await Tree.ValueAsync("/config/shop/Shop/Title"));
        Assert.AreEqual(HttpStatusCode.NoContent, (await Shop.DeleteAsync("Shop/Logo")).Status);
        await ExpectAsync(Shop, options => options.GetProperty("title").GetString() == "Night shop");
    }

    private static Task ExpectAsync(ShopProcess shop, Func<JsonElement, bool> condition) =>
        Eventually.TrueAsync(async () => condition(await shop.GetAsync("/api/options")));
}
