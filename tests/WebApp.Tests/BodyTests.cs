using System.Net;
using System.Text;

namespace WebApp.Tests;

/// <summary>What a value can be.</summary>
[TestClass]
public sealed class BodyTests
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

    [TestMethod]
    public async Task Put_AlmostAMegabyte_IsWritten()
    {
        var value = new string('v', 1_048_000);

        Assert.AreEqual(HttpStatusCode.NoContent, (await Shop.PutAsync("Large", value)).Status);

        Assert.AreEqual(value, await Tree.ValueAsync("/config/shop/Large"));
        Assert.AreEqual(HttpStatusCode.NoContent, (await Shop.DeleteAsync("Large")).Status);
    }

    [TestMethod]
    [DataRow(1_048_575, false, DisplayName = "as long as a request may be, so too long with its path")]
    [DataRow(1_048_575, true, DisplayName = "the same in chunks")]
    [DataRow(1_048_576, false)]
    [DataRow(1_048_576, true)]
    [DataRow(5_000_000, false)]
    [DataRow(5_000_000, true)]
    [DataRow(40_000_000, false, DisplayName = "longer than the web server takes")]
    public async Task Put_TooLong_IsRefused(int length, bool inChunks)
    {
        var before = await Tree.ReadAsync();
        var reply = await Shop.SendAsync(
            HttpMethod.Put,
            "/api/znodes/Kept",
            Encoding.UTF8.GetBytes(new string('v', length)),
            headers =>
            {
                headers.TransferEncodingChunked = inChunks;
                headers.ExpectContinue = true; // what is refused before it is sent cannot cut the connection off
            });

        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, reply.Status);
        Assert.Contains("jute.maxbuffer", reply.Text);
        Assert.AreEqual(before, await Tree.ReadAsync());
    }

    [TestMethod]
    [DataRow("FF")]
    [DataRow("41C3")]
    [DataRow("EDA080", DisplayName = "a surrogate")]
    public async Task Put_NotUtf8_IsRefused(string hex)
    {
        var before = await Tree.ReadAsync();

        var reply = await Shop.PutAsync("Kept", Convert.FromHexString(hex));

        Assert.AreEqual(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("not UTF-8", reply.Text);
        Assert.AreEqual(before, await Tree.ReadAsync());
    }
}
