using ConfigZk.Tool.Errors;
using ZooKeeper.DevServer;

namespace ConfigZk.Tool.Tests;

/// <summary>The doctor names what an operator needs to know, and finds roots that two tools manage.</summary>
[TestClass]
public sealed class DoctorTests
{
    [TestMethod]
    public async Task Doctor_RootsThroughDifferentChroots_NamesTheOverlap()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var tool = new Tool(server.ConnectionString);
        using var chrooted = new Tool($"{server.ConnectionString}/apps");
        await tool.MustAsync("set", "/apps/config/shop/A", "1", "--root", "/apps/config/shop", "-y");
        var healthy = await tool.MustAsync("doctor", "/apps/config/shop");
        Assert.Contains("managed roots   /apps/config/shop", healthy);
        await chrooted.MustAsync("set", "/config/shop/Db/B", "1", "--root", "/config/shop/Db", "-y");

        foreach (var path in new[] { "/", "/apps/config/shop" })
        {
            var run = await tool.RunAsync("doctor", path);

            Assert.AreEqual(ExitCode.No, run.Code, run.Out);
            Assert.Contains("/apps/config/shop/Db (history below /apps/configzk) is at or below /apps/config/shop (history below /configzk)", run.Out);
        }
    }
}
