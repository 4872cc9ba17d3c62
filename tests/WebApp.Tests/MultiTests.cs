using System.Net;
using System.Text;
using System.Text.Json;

namespace WebApp.Tests;

/// <summary><c>POST /api/multi</c>: several changes in one transaction; and changes of a version that was seen.</summary>
[TestClass]
public sealed class MultiTests
{
    private static ShopTree Tree = null!;
    private static ShopProcess Shop = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        Tree = await ShopTree.CreateAsync(("/config", null), ("/config/shop", null), ("/config/shop/Kept", "kept"), ("/config/shop/Kept/Below", "kept"));
        Shop = await Tree.StartWritingShopAsync();
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await Shop.DisposeAsync();
        await Tree.DisposeAsync();
    }

    [TestMethod]
    public async Task Post_WritesCreationsAndDeletions_AreOneTransaction()
    {
        await Shop.PutAsync("A/Old", "1");
        await Shop.PutAsync("A/Gone/Deep", "1");

        var reply = await PostAsync("""
            [{ "path": "A/Old", "value": "2", "version": 0 }, { "path": "A/New/One", "value": "1" }, { "path": "A/New/Two", "value": "" },
             { "path": "A/Gone", "value": null }]
            """);

        Assert.AreEqual(HttpStatusCode.NoContent, reply.Status, reply.Text);
        Assert.AreEqual("2", await Tree.ValueAsync("/config/shop/A/Old"));
        Assert.AreEqual("", await Tree.ValueAsync("/config/shop/A/New/Two"));
        Assert.IsNull(await Tree.Client.ExistsAsync("/config/shop/A/Gone"));
        string[] written = ["/config/shop/A/Old", "/config/shop/A/New", "/config/shop/A/New/One", "/config/shop/A/New/Two"];
        var stats = await Task.WhenAll(written.Select(async path => (await Tree.Client.ExistsAsync(path))!.Value.Mzxid));
        Assert.HasCount(1, stats.Distinct());
        Assert.AreEqual(HttpStatusCode.NoContent, (await Shop.DeleteAsync("A")).Status);
    }

    [TestMethod]
    [DataRow("""[{ "path": "New", "value": "1" }, { "path": "Kept", "value": "2", "version": 7 }]""", HttpStatusCode.Conflict, "BadVersion")]
    [DataRow("""[{ "path": "New", "value": "1" }, { "path": "Kept", "value": null, "version": 7 }]""", HttpStatusCode.Conflict, "BadVersion")]
    [DataRow("""[{ "path": "New", "value": "1" }, { "path": "Nothing", "value": null }]""", HttpStatusCode.NotFound, "NoNode")]
    [DataRow("""[{ "path": "New", "value": "1" }, { "path": "Nothing", "value": "1", "version": 3 }]""", HttpStatusCode.NotFound, "NoNode")]
    [DataRow("""[{ "path": "New", "value": "1" }, { "path": "Kept/../../other", "value": "1" }]""", HttpStatusCode.BadRequest, "is relative")]
    [DataRow("""[{ "path": "New", "value": "1" }, { "path": "", "value": null }]""", HttpStatusCode.BadRequest, "Specify a znode below")]
    [DataRow("""[{ "path": "New", "value": "1" }, { "path": "New", "value": "2" }]""", HttpStatusCode.BadRequest, "occurs in several changes")]
    [DataRow("""[{ "path": "Kept/Below", "value": "1" }, { "path": "Kept", "value": null }]""", HttpStatusCode.BadRequest, "below a znode that is deleted")]
    [DataRow("""[{ "path": "New", "value": "1" }, { "path": "Kept", "value": "••••••••" }]""", HttpStatusCode.BadRequest, "This is the mask")]
    [DataRow("""[{ "path": "New" }, { "path": null, "value": "1" }]""", HttpStatusCode.BadRequest, "not a list of changes")]
    [DataRow("""{ "path": "New", "value": "1" }""", HttpStatusCode.BadRequest, "not a list of changes")]
    [DataRow("""[{ "path": "New", "value": "1" }, null]""", HttpStatusCode.BadRequest, "Specify a znode below")]
    [DataRow("""[{ "path": "New", "value": "1" }, { "value": "1" }]""", HttpStatusCode.BadRequest, "Specify a znode below")]
    [DataRow("""[{ "path": "New", "value": "\ud800" }]""", HttpStatusCode.BadRequest, "not a list of changes")]
    [DataRow("""[{ "path": "\ud800", "value": "1" }]""", HttpStatusCode.BadRequest, "not a list of changes")]
    [DataRow("null", HttpStatusCode.BadRequest, "1 to 1000 changes")]
    [DataRow("[]", HttpStatusCode.BadRequest, "1 to 1000 changes")]
    [DataRow("", HttpStatusCode.BadRequest, "not a list of changes")]
    public async Task Post_OneCannotBeMade_NoneIs(string body, HttpStatusCode status, string reason)
    {
        var before = await Tree.ReadAsync();

        var reply = await PostAsync(body);

        Assert.AreEqual(status, reply.Status, reply.Text);
        Assert.Contains(reason, reply.Text);
        Assert.AreEqual(before, await Tree.ReadAsync());
    }

    [TestMethod]
    public async Task Post_MoreThanAThousand_IsRefused()
    {
        var before = await Tree.ReadAsync();

        var reply = await PostAsync(JsonSerializer.Serialize(Enumerable.Range(0, 1_001).Select(i => new { path = $"Many/{i}", value = "1" })));

        Assert.AreEqual(HttpStatusCode.BadRequest, reply.Status);
        Assert.AreEqual(before, await Tree.ReadAsync());
    }

    [TestMethod]
    [DataRow("Host", "evil.example", "at the host names localhost")]
    [DataRow("Origin", "http://evil.example", "page of another site")]
    [DataRow("X-Forwarded-For", "127.0.0.1", "through a proxy")]
    public async Task Post_NotPermitted_IsRefused(string header, string value, string reason)
    {
        var before = await Tree.ReadAsync();

        var reply = await Shop.SendAsync(
            HttpMethod.Post, "/api/multi", """[{ "path": "New", "value": "1" }]"""u8.ToArray(), headers => headers.TryAddWithoutValidation(header, value));

        Assert.AreEqual(HttpStatusCode.Forbidden, reply.Status);
        Assert.Contains(reason, reply.Text);
        Assert.AreEqual(before, await Tree.ReadAsync());
    }

    [TestMethod]
    public async Task PutAndDelete_AnotherVersion_AreConflicts()
    {
        await Shop.PutAsync("Versioned", "0");
        await Shop.PutAsync("Versioned", "1");

        Assert.AreEqual(HttpStatusCode.Conflict, (await Shop.PutAsync("Versioned?version=0", "mine")).Status);
        Assert.AreEqual(HttpStatusCode.Conflict, (await Shop.DeleteAsync("Versioned?version=0")).Status);
        Assert.AreEqual("1", await Tree.ValueAsync("/config/shop/Versioned"));
        Assert.AreEqual(HttpStatusCode.NoContent, (await Shop.PutAsync("Versioned?version=1", "mine")).Status);
        Assert.AreEqual("mine", await Tree.ValueAsync("/config/shop/Versioned"));
        Assert.AreEqual(HttpStatusCode.NoContent, (await Shop.DeleteAsync("Versioned?version=2")).Status);
        Assert.AreEqual(HttpStatusCode.NotFound, (await Shop.PutAsync("Versioned?version=2", "mine")).Status);
    }

    private static Task<ShopReply> PostAsync(string body) => Shop.SendAsync(HttpMethod.Post, "/api/multi", Encoding.UTF8.GetBytes(body));
}
