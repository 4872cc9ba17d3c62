using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;

namespace WebApp.Tests;

/// <summary>Who may write, seen from outside: whoever is refused has written nothing.</summary>
[TestClass]
public sealed class RefusalTests
{
    private static ShopTree Tree = null!;
    private static ShopProcess Shop = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        Tree = await ShopTree.CreateAsync(("/config", null), ("/config/shop", null), ("/config/shop/Kept", "kept"));
        Shop = await Tree.StartWritingShopAsync();
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await Shop.DisposeAsync();
        await Tree.DisposeAsync();
    }

    // {self} is the address of the shop, {port} its port.
    [TestMethod]
    [DataRow("evil.example", null, "at the host names localhost")]
    [DataRow("evil.example:{port}", null, "at the host names localhost")]
    [DataRow("evil.example:{port}", "http://evil.example:{port}", "at the host names localhost", DisplayName = "DNS rebinding")]
    [DataRow("localhost.evil.example", null, "at the host names localhost")]
    [DataRow("localhost.", null, "at the host names localhost")]
    [DataRow("127.0.0.2:{port}", null, "at the host names localhost")]
    [DataRow("0.0.0.0:{port}", null, "at the host names localhost")]
    [DataRow("[::2]:{port}", null, "at the host names localhost")]
    [DataRow(null, "http://evil.example", "page of another site", DisplayName = "cross-site request forgery")]
    [DataRow(null, "http://localhost.evil.example", "page of another site")]
    [DataRow(null, "null", "page of another site")]
    [DataRow(null, "http://127.0.0.1", "page of another site", DisplayName = "another port: the default one")]
    [DataRow(null, "http://127.0.0.1:1", "page of another site", DisplayName = "another port")]
    [DataRow(null, "https://127.0.0.1:{port}", "page of another site", DisplayName = "another scheme")]
    [DataRow(null, "http://localhost:{port}", "page of another site", DisplayName = "another name of this machine")]
    [DataRow(null, "http://127.0.0.1:{port}.evil.example", "page of another site")]
    [DataRow(null, "http://127.0.0.1:{port}/", "page of another site", DisplayName = "not an origin")]
    [DataRow(null, "{self}, http://evil.example", "page of another site")]
    [DataRow("localhost", "http://127.0.0.1:{port}", "page of another site")]
    public async Task PutAndDelete_ForgedHostOrForeignOrigin_AreRefused(string? host, string? origin, string reason) =>
        await AssertRefusedAsync(Shop, reason, ("Host", host), ("Origin", origin));

    [TestMethod]
    [DataRow("X-Forwarded-For", "127.0.0.1")]
    [DataRow("X-Forwarded-Host", "localhost")]
    [DataRow("Forwarded", "for=127.0.0.1")]
    public async Task PutAndDelete_ThroughAProxy_AreRefused(string header, string value) =>
        await AssertRefusedAsync(Shop, "through a proxy", (header, value));

    [TestMethod]
    [DataRow(null, null)]
    [DataRow("localhost", null)]
    [DataRow("LocalHost:{port}", null)]
    [DataRow("127.0.0.1", null)]
    [DataRow("[::1]", null)]
    [DataRow("[::1]:{port}", "http://[::1]:{port}")]
    [DataRow("localhost:{port}", "http://localhost:{port}")]
    [DataRow("localhost:8080", "http://localhost:8080", DisplayName = "a tunnel")]
    [DataRow(null, "{self}")]
    public async Task Put_OwnHostAndOrigin_IsDone(string? host, string? origin)
    {
        var value = $"{Guid.NewGuid()}";

        var reply = await SendAsync(Shop, HttpMethod.Put, "New", value, ("Host", host), ("Origin", origin));

        Assert.AreEqual(HttpStatusCode.NoContent, reply.Status, reply.Text);
        Assert.AreEqual(value, await Tree.ValueAsync("/config/shop/New"));
    }

    [TestMethod]
    public async Task PutAndDelete_FromAnotherAddress_AreRefused()
    {
        if (OtherAddress() is not { } address)
        {
            Assert.Inconclusive("This machine has no address but loopback.");
            return;
        }

        await using var shop = await Tree.StartWritingShopAsync("--urls", $"http://{address}:0");

        await AssertRefusedAsync(shop, "Only the machine that the shop runs on", ("Host", "localhost"));
        Assert.AreEqual(HttpStatusCode.OK, (await shop.SendAsync(HttpMethod.Get, "/api/options")).Status);
    }

    [TestMethod]
    public async Task PutAndDelete_PeerReplacedByAHeader_AreRefused()
    {
        await using var shop = await Tree.StartWritingShopAsync("--ForwardedHeaders_Enabled=true");

        await AssertRefusedAsync(shop, "through a proxy", ("X-Forwarded-For", "127.0.0.1"));
    }

    private static async Task AssertRefusedAsync(ShopProcess shop, string reason, params (string Name, string? Value)[] headers)
    {
        var before = await Tree.ReadAsync();

        var put = await SendAsync(shop, HttpMethod.Put, "Kept", "refused", headers);
        var create = await SendAsync(shop, HttpMethod.Put, "Refused/New", "refused", headers);
        var delete = await SendAsync(shop, HttpMethod.Delete, "Kept", null, headers);

        Assert.AreEqual(HttpStatusCode.Forbidden, put.Status, put.Text);
        Assert.Contains(reason, put.Text);
        Assert.AreEqual(put, create);
        Assert.AreEqual(put, delete);
        Assert.AreEqual(before, await Tree.ReadAsync());
    }

    private static Task<ShopReply> SendAsync(
        ShopProcess shop, HttpMethod method, string znode, string? value, params (string Name, string? Value)[] headers)
    {
        var self = shop.Http.BaseAddress!;
        return shop.SendAsync(method, "/api/znodes/" + znode, value is null ? null : Encoding.UTF8.GetBytes(value), all =>
        {
            foreach (var (name, text) in headers.Where(header => header.Value is not null))
            {
                all.TryAddWithoutValidation(name, text!.Replace("{self}", self.GetLeftPart(UriPartial.Authority)).Replace("{port}", $"{self.Port}"));
            }
        });
    }

    private static IPAddress? OtherAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
}
