using System.Net;

namespace WebApp.Tests;

/// <summary>With a connection string a shop writes only where somebody has said so.</summary>
[TestClass]
public sealed class PermissionTests
{
    [TestMethod]
    [DataRow("Development", null)]
    [DataRow("Development", "false")]
    [DataRow("Production", null)]
    [DataRow("Production", "true")]
    [DataRow("Staging", "true")]
    public async Task PutAndDelete_NotPermitted_AreNotFound(string environment, string? allowWrites)
    {
        await using var tree = await ShopTree.CreateAsync(("/config", null), ("/config/shop", null), ("/config/shop/Kept", "kept"));
        string[] permission = allowWrites is null ? [] : [$"--ZooKeeper:AllowWrites={allowWrites}"];
        await using var shop = await ShopProcess.StartAsync(tree.ConnectionString, [$"--environment={environment}", .. permission]);

        await AssertNotFoundAsync(tree, shop);

        var notice = await ShopNotice.ReadAsync(shop);
        Assert.AreEqual(tree.ConnectionString, notice.ConnectionString);
        Assert.AreEqual($"bin/zkCli.sh -server {tree.ConnectionString} set /config/shop/Shop/Title \"Night shop\"", notice.Change);
    }

    [TestMethod]
    public async Task PutAndDelete_PermittedByAZnode_AreNotFound()
    {
        await using var tree = await ShopTree.CreateAsync(
            ("/config", null),
            ("/config/shop", null),
            ("/config/shop/ZooKeeper", null),
            ("/config/shop/ZooKeeper/AllowWrites", "true"),
            ("/config/shop/Kept", "kept"));
        await using var shop = await ShopProcess.StartAsync(tree.ConnectionString, "--environment=Development");

        await AssertNotFoundAsync(tree, shop);
    }

    private static async Task AssertNotFoundAsync(ShopTree tree, ShopProcess shop)
    {
        var before = await tree.ReadAsync();

        Assert.AreEqual(HttpStatusCode.NotFound, (await shop.PutAsync("Kept", "x")).Status);
        Assert.AreEqual(HttpStatusCode.NotFound, (await shop.PutAsync("New", "x")).Status);
        Assert.AreEqual(HttpStatusCode.NotFound, (await shop.DeleteAsync("Kept")).Status);

        Assert.AreEqual(before, await tree.ReadAsync());
    }
}
