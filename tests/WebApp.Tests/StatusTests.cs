using ZooKeeper.Testing;

namespace WebApp.Tests;

/// <summary>What the shop says of its configuration, and what it does when the server or it itself goes away.</summary>
[TestClass]
public sealed class StatusTests
{
    [TestMethod]
    public async Task Status_ServerKilledAndBack_IsReportedWhileValuesAreServed()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var shop = await StartShopAsync(server);
        var status = await shop.GetAsync("/api/status");
        Assert.IsTrue(status.GetProperty("connected").GetBoolean());
        Assert.AreEqual(1, status.GetProperty("keys").GetInt32());
        var lastZxid = status.GetProperty("lastZxid").GetInt64();
        var lastReload = status.GetProperty("lastReload").GetDateTimeOffset();
        Assert.IsGreaterThan(0, lastZxid);
        Assert.IsLessThanOrEqualTo(Zxid(await server.FourLetterWordAsync("srvr")), lastZxid);

        await server.KillAsync();
        await Eventually.TrueAsync(async () => !(await shop.GetAsync("/api/status")).GetProperty("connected").GetBoolean());
        Assert.AreEqual("Corner", await TitleAsync(shop));

        await server.StartAgainAsync();
        await Eventually.TrueAsync(async () => (await shop.GetAsync("/api/status")).GetProperty("connected").GetBoolean());
        await new ZooKeeperShell(server.ConnectionString).RunAsync("set", "/config/shop/Shop/Title", "Again");
        await Eventually.TrueAsync(async () => await TitleAsync(shop) == "Again");
        status = await shop.GetAsync("/api/status");
        Assert.IsGreaterThan(lastZxid, status.GetProperty("lastZxid").GetInt64());
        Assert.IsGreaterThan(lastReload, status.GetProperty("lastReload").GetDateTimeOffset());
    }

    [TestMethod]
    public async Task Stop_Terminated_EndsCleanlyAndClosesSession()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var shop = await StartShopAsync(server);
        Assert.Contains("zk_global_sessions\t1", await server.FourLetterWordAsync("mntr"));

        var exitCode = await shop.StopAsync();

        Assert.AreEqual(0, exitCode, shop.Output);
        Assert.Contains("zk_global_sessions\t0", await server.FourLetterWordAsync("mntr"));
        Assert.Contains("Connected to 127.0.0.1:", shop.Output);
    }

    private static async Task<ShopProcess> StartShopAsync(ZooKeeperServer server)
    {
        await new ZooKeeperShell(server.ConnectionString).RunScriptAsync(
            "create /config", "create /config/shop", "create /config/shop/Shop", "create /config/shop/Shop/Title Corner");
        return await ShopProcess.StartAsync(server.ConnectionString);
    }

    private static async Task<string?> TitleAsync(ShopProcess shop) => (await shop.GetAsync("/api/options")).GetProperty("title").GetString();

    private static long Zxid(string srvr)
    {
        var line = srvr.Split('\n').Single(line => line.StartsWith("Zxid: 0x", StringComparison.Ordinal));
        return Convert.ToInt64(line["Zxid: 0x".Length..].Trim(), fromBase: 16);
    }
}
