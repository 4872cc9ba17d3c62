using System.Text.Json;
using ConfigZk.Tool.Errors;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace ConfigZk.Tool.Tests;

/// <summary>No way back fails because it is long, and large znodes are readable.</summary>
[TestClass]
public sealed class LargeTreeTests
{
    private const int Keys = 2_500;

    [TestMethod]
    public async Task WaysBack_MoreThanOneTransactionHolds_Work()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var tool = new Tool(server.ConnectionString);
        var file = tool.WriteFile("large.json", JsonSerializer.Serialize(new { Large = Enumerable.Range(0, Keys).ToDictionary(i => $"K{i}", i => $"{i}"), Small = "1" }));
        await tool.MustAsync("import", "/config/shop", "-f", file, "-y");

        var deleted = await tool.RunAsync("delete", "/config/shop/Large", "-y");
        Assert.AreEqual(ExitCode.Done, deleted.Code, deleted.Error);
        Assert.Contains("applications see as one", deleted.Error);
        Assert.AreEqual("Small  \"1\"\n", await tool.MustAsync("ls", "/config/shop"));
        await tool.MustAsync("rollback", "/config/shop", "-y");
        await tool.MustAsync("diff", "/config/shop@1", "/config/shop");
        await tool.MustAsync("revert", "/config/shop", "3", "-y");
        await tool.MustAsync("rollback", "/config/shop", "--to", "1", "-y");

        await tool.MustAsync("backup", "/config/shop", tool.FileNamed("b"));
        await server.WipeAsync();
        await tool.MustAsync("restore", "/config/shop", tool.FileNamed("b"), "-y");
        await tool.MustAsync("verify", "/config/shop", tool.FileNamed("b"));
        await tool.MustAsync("drift", "/config/shop");
    }

    [TestMethod]
    public async Task Get_ZnodeOfAlmostAMegabyte_IsExact()
    {
        var path = SharedServer.UniquePath();
        var value = new string('x', 900_000);
        await using var client = await SharedServer.ConnectAsync(await SharedServer.ApacheAsync());
        await client.CreateWithParentsAsync($"{path}/Large", System.Text.Encoding.UTF8.GetBytes(value));
        using var tool = new Tool(await SharedServer.ApacheAsync()) { Width = 80 };

        Assert.AreEqual(value + "\n", await tool.MustAsync("get", $"{path}/Large"));
        Assert.AreEqual(80, (await tool.MustAsync("ls", path)).TrimEnd('\n').Length);
        await tool.MustAsync("export", path, tool.FileNamed("large.json"));
        await tool.MustAsync("diff", tool.FileNamed("large.json"), path);
    }
}
