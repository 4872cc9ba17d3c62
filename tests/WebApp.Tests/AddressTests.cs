using System.Net;
using System.Text;

namespace WebApp.Tests;

/// <summary>Which znode an address names, and which addresses name none.</summary>
[TestClass]
public sealed class AddressTests
{
    private static ShopTree Tree = null!;
    private static ShopProcess Shop = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        Tree = await ShopTree.CreateAsync(
            ("/config", null),
            ("/config/other", "kept"),
            ("/config/shopping", "kept"),
            ("/config/shop", "kept"),
            ("/config/shop/a", "kept"),
            ("/config/shop/a/b", "kept"));
        Shop = await Tree.StartWritingShopAsync();
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await Shop.DisposeAsync();
        await Tree.DisposeAsync();
    }

    [TestMethod]
    [DataRow("", "Specify a znode below /config/shop")]
    [DataRow("/", "Specify a znode below /config/shop")]
    [DataRow("//", "must not end with '/'")]
    [DataRow("//config/other", "is empty")]
    [DataRow("/a//b", "is empty")]
    [DataRow("/a/", "must not end with '/'")]
    [DataRow("/a%2Fb", "escaped")]
    [DataRow("/a%2fb", "escaped")]
    [DataRow("/a%252Fb", "escaped")]
    [DataRow("/%2Fconfig%2Fother", "escaped")]
    [DataRow("/..%2Fother", "escaped")]
    [DataRow("/..%2f..%2Fconfig%2Fother", "escaped")]
    [DataRow("/%252e%252e/other", "escaped")]
    [DataRow("/%2541", "escaped")]
    [DataRow("/a%FFb", "escaped")]
    [DataRow("/a%01b", "U+0001")]
    [DataRow("/a%7Fb", "U+007F")]
    [DataRow("/a%EE%80%80b", "U+E000")]
    [DataRow("/%F0%9F%98%80", "U+D83D")]
    public async Task PutAndDelete_NoZnodeBelowThePath_AreRefused(string address, string reason)
    {
        var before = await Tree.ReadAsync();

        var put = await Shop.SendAsync(HttpMethod.Put, "/api/znodes" + address, "x"u8.ToArray());
        var delete = await Shop.SendAsync(HttpMethod.Delete, "/api/znodes" + address);

        Assert.AreEqual(HttpStatusCode.BadRequest, put.Status);
        Assert.Contains(reason, put.Text);
        Assert.AreEqual(put, delete);
        Assert.AreEqual(before, await Tree.ReadAsync());
    }

    [TestMethod]
    [DataRow("/..")]
    [DataRow("/../other")]
    [DataRow("/../../config/other")]
    [DataRow("/%2e%2e/other")]
    [DataRow("/%2E./%2e%2E/other")]
    [DataRow("/a/../../other")]
    [DataRow("/a%00b")]
    public async Task PutAndDelete_OutOfTheAddressesOfZnodes_ReachNothing(string address)
    {
        var before = await Tree.ReadAsync();

        var put = await Shop.SendAsync(HttpMethod.Put, "/api/znodes" + address, "x"u8.ToArray());
        var delete = await Shop.SendAsync(HttpMethod.Delete, "/api/znodes" + address);

        Assert.IsTrue(put.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, put.ToString());
        Assert.AreEqual(put.Status, delete.Status);
        Assert.AreEqual(before, await Tree.ReadAsync());
    }

    [TestMethod]
    [DataRow("/Db:Timeout", "/config/shop/Db:Timeout")]
    [DataRow("/with%20space", "/config/shop/with space")]
    [DataRow("/a+b", "/config/shop/a+b")]
    [DataRow("/%C3%BC", "/config/shop/ü")]
    [DataRow("/100%25", "/config/shop/100%")]
    [DataRow("/...", "/config/shop/...")]
    [DataRow("/back%5Cslash", "/config/shop/back\\slash")]
    [DataRow("/question%3Fmark?query=%2F", "/config/shop/question?mark")]
    [DataRow("/x/../y", "/config/shop/y")]
    public async Task PutAndDelete_ValidAddress_NameTheZnode(string address, string path)
    {
        var before = await Tree.ReadAsync();

        var put = await Shop.SendAsync(HttpMethod.Put, "/api/znodes" + address, "täglich"u8.ToArray());
        Assert.AreEqual(HttpStatusCode.NoContent, put.Status, put.Text);
        Assert.AreEqual("täglich", await Tree.ValueAsync(path));
        Assert.AreNotEqual(before, await Tree.ReadAsync());

        Assert.AreEqual(HttpStatusCode.NoContent, (await Shop.SendAsync(HttpMethod.Delete, "/api/znodes" + address)).Status);
        Assert.AreEqual(before, await Tree.ReadAsync());
    }

    [TestMethod]
    [DataRow("GET")]
    [DataRow("POST")]
    [DataRow("PATCH")]
    [DataRow("OPTIONS")]
    public async Task Send_AnotherMethod_IsNotAllowed(string method)
    {
        var before = await Tree.ReadAsync();

        var reply = await Shop.SendAsync(new HttpMethod(method), "/api/znodes/a", Encoding.UTF8.GetBytes("x"));

        Assert.AreEqual(HttpStatusCode.MethodNotAllowed, reply.Status);
        Assert.AreEqual(before, await Tree.ReadAsync());
    }
}
