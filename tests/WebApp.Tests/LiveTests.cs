using System.Net;
using System.Text;
using System.Text.Json;

namespace WebApp.Tests;

/// <summary><c>GET /api/live</c>: what the page is told, and who is told what.</summary>
[TestClass]
public sealed class LiveTests
{
    private static ShopTree Tree = null!;
    private static ShopProcess Shop = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        Tree = await ShopTree.CreateAsync(
            ("/config", null), ("/config/shop", null), ("/config/shop/Shop", null), ("/config/shop/Shop/Title", "Corner"), ("/config/shop/Db", null),
            ("/config/shop/Db/Password", "s3cret-1"), ("/config/shop/Mail.json", """{ "Host": "mail", "Users": [ { "Password": "s3cret-2" } ] }"""),
            ("/config/shop/Hosts.json", """{ "Hosts": [ "a", "b" ] }"""), ("/config/shop/Empty", ""));
        Shop = await ShopProcess.StartAsync(Tree.ConnectionString, "--environment=Development");
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await Shop.DisposeAsync();
        await Tree.DisposeAsync();
    }

    [TestMethod]
    public async Task Live_OnThisMachine_TellsTheZnodesWithoutTheirSecrets()
    {
        var text = await ReadAsync(Shop, state => state.GetProperty("panel").GetProperty("znodes").GetArrayLength() > 0);

        var znodes = JsonDocument.Parse(text).RootElement.GetProperty("panel").GetProperty("znodes").EnumerateArray()
            .Select(znode => $"{znode.GetProperty("path")} {znode.GetProperty("kind")} {znode.GetProperty("value")}").ToArray();
        CollectionAssert.AreEqual(
            new[]
            {
                "Db None ",
                "Db/Password Secret ••••••••",
                "Empty Text ",
                """Hosts.json Text { "Hosts": [ "a", "b" ] }""",
                "Mail.json Secret ••••••••",
                "Shop None ",
                "Shop/Title Text Corner",
            },
            znodes);
        Assert.DoesNotContain("s3cret", text);
    }

    [TestMethod]
    [DataRow("Host", "evil.example", DisplayName = "DNS rebinding")]
    [DataRow("Origin", "http://evil.example")]
    [DataRow("X-Forwarded-For", "127.0.0.1")]
    public async Task Live_NotFromThisMachine_TellsWhatVisitorsSee(string header, string value)
    {
        var text = await ReadAsync(Shop, _ => true, request => request.Headers.TryAddWithoutValidation(header, value));

        var state = JsonDocument.Parse(text).RootElement;
        Assert.AreEqual(JsonValueKind.Null, state.GetProperty("panel").ValueKind);
        Assert.AreEqual("Corner", state.GetProperty("shop").GetProperty("title").GetString());
        Assert.IsTrue(state.GetProperty("source").GetProperty("isLive").GetBoolean());
    }

    [TestMethod]
    public async Task Live_InProduction_TellsWhatVisitorsSee()
    {
        await using var shop = await ShopProcess.StartAsync(Tree.ConnectionString, "--environment=Production");

        var text = await ReadAsync(shop, _ => true);

        Assert.AreEqual(JsonValueKind.Null, JsonDocument.Parse(text).RootElement.GetProperty("panel").ValueKind);
    }

    [TestMethod]
    public async Task Live_PatternsOfAZnode_UnmaskNothing()
    {
        await using var tree = await ShopTree.CreateAsync(
            ("/config", null), ("/config/shop", null), ("/config/shop/Page", null), ("/config/shop/Page/SecretKeys", null),
            ("/config/shop/Page/SecretKeys/0", "none"), ("/config/shop/Password", "s3cret"));
        await using var shop = await ShopProcess.StartAsync(tree.ConnectionString, "--environment=Development");

        var text = await ReadAsync(shop, state => state.GetProperty("panel").GetProperty("znodes").GetArrayLength() > 0);

        Assert.Contains("Page/SecretKeys/0", text);
        Assert.DoesNotContain("s3cret", text);
    }

    [TestMethod]
    public async Task Live_PatternsOfTheConfiguration_AreUsed()
    {
        await using var shop = await ShopProcess.StartAsync(
            Tree.ConnectionString, "--environment=Development", "--Page:SecretKeys:0=Shop:T?tle", "--Page:SecretKeys:1=*password");

        var text = await ReadAsync(shop, state => state.GetProperty("panel").GetProperty("znodes").GetArrayLength() > 0);

        Assert.Contains("""{"path":"Shop/Title","value":"••••••••","kind":"Secret","length":0""", text);
        Assert.DoesNotContain("s3cret", text);
    }

    [TestMethod]
    [DataRow("{ \"\\ud800\": \"s3cret\" }")]
    [DataRow("{ \"a\": s3cret }")]
    public async Task Live_DocumentThatIsMalformed_IsMaskedAndLaterChangesAreTold(string document)
    {
        await using var tree = await ShopTree.CreateAsync(("/config", null), ("/config/shop", null), ("/config/shop/Title", "one"));
        await using var shop = await ShopProcess.StartAsync(tree.ConnectionString, "--environment=Development");
        await ReadAsync(shop, state => ZnodesOf(state) == 1);

        await tree.Client.CreateAsync("/config/shop/Mail.json", Encoding.UTF8.GetBytes(document));
        Assert.DoesNotContain("s3cret", await ReadAsync(shop, state => ZnodesOf(state) == 2));
        await tree.Client.CreateAsync("/config/shop/Other", "1"u8.ToArray());
        await ReadAsync(shop, state => ZnodesOf(state) == 3);
    }

    [TestMethod]
    public async Task Live_ShopStops_EndsAtOnce()
    {
        await using var shop = await ShopProcess.StartAsync(Tree.ConnectionString, "--environment=Development");
        using var reply = await SendAsync(shop);
        using var lines = new StreamReader(await reply.Content.ReadAsStreamAsync());
        Assert.IsNotNull(await lines.ReadLineAsync());

        // With a stream that stays open the shop would not have ended when this gives up.
        Assert.AreEqual(0, await shop.StopAsync(), shop.Output);
        Assert.DoesNotContain("fail:", shop.Output);
        await lines.ReadToEndAsync();
    }

    [TestMethod]
    [DataRow("/api/live")]
    [DataRow("/api/options")]
    [DataRow("/nothing")]
    public async Task Get_AnyAddress_HasTheContentSecurityPolicy(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        using var reply = await Shop.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        var policy = reply.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.AreEqual("nosniff", reply.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private static int ZnodesOf(JsonElement state) => state.GetProperty("panel").GetProperty("znodes").GetArrayLength();

    private static async Task<HttpResponseMessage> SendAsync(ShopProcess shop, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/live", UriKind.Relative));
        change?.Invoke(request);
        var reply = await shop.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.AreEqual(HttpStatusCode.OK, reply.StatusCode);
        Assert.AreEqual("text/event-stream", reply.Content.Headers.ContentType!.MediaType);
        return reply;
    }

    /// <summary>The first event that is as expected.</summary>
    private static async Task<string> ReadAsync(ShopProcess shop, Func<JsonElement, bool> condition, Action<HttpRequestMessage>? change = null)
    {
        using var reply = await SendAsync(shop, change);
        using var lines = new StreamReader(await reply.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonDocument.Parse(line[6..]) is var state && condition(state.RootElement))
            {
                return state.RootElement.GetRawText().Replace("\\u2022", "•", StringComparison.Ordinal);
            }
        }

        throw new AssertFailedException("The stream ended before the event that was expected.");
    }
}
