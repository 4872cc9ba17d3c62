using System.Text.Json;

namespace WebApp.Tests;

/// <summary>How the sample's file becomes znodes.</summary>
[TestClass]
public sealed class ShopSeedTests
{
    [TestMethod]
    public void Parse_EveryKindOfValue_IsText()
    {
        const string Json =
            """
            {
              // comments are welcome
              "Shop": {
                "Title": "Täglich \"frisch\"", "Empty": "", "Nothing": null, "DiscountPercent": 5, "Price": 1.50, "Maintenance": false,
                "Hosts": ["a", { "Port": 1 }], "Features": {}, "Db:Timeout": 30,
              },
            }
            """;

        var lines = ShopSeed.Parse(Json, "/config/shop").Select(znode => $"{znode.Key} = {znode.Value ?? "null"}").ToArray();

        CollectionAssert.AreEqual(
            new[]
            {
                "/config/shop = null",
                "/config/shop/Shop = null",
                "/config/shop/Shop/Title = Täglich \"frisch\"",
                "/config/shop/Shop/Empty = ",
                "/config/shop/Shop/Nothing = null",
                "/config/shop/Shop/DiscountPercent = 5",
                "/config/shop/Shop/Price = 1.50",
                "/config/shop/Shop/Maintenance = false",
                "/config/shop/Shop/Hosts = null",
                "/config/shop/Shop/Hosts/0 = a",
                "/config/shop/Shop/Hosts/1 = null",
                "/config/shop/Shop/Hosts/1/Port = 1",
                "/config/shop/Shop/Features = null",
                "/config/shop/Shop/Db:Timeout = 30",
            },
            lines);
    }

    [TestMethod]
    public void Parse_RootOfTheTree_HasNoSlashTooMany()
    {
        var paths = ShopSeed.Parse("""{ "Shop": { "Title": "x" } }""", "/").Select(znode => znode.Key).ToArray();

        CollectionAssert.AreEqual(new[] { "/", "/Shop", "/Shop/Title" }, paths);
    }

    [TestMethod]
    public void Parse_SameNameTwice_Throws() =>
        Assert.Throws<JsonException>(() => ShopSeed.Parse("""{ "Shop": "x", "Shop": "y" }""", "/config/shop"));
}
