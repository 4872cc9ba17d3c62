using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>A day of an operator as a script, with the packed tool in processes of its own, while an application follows.</summary>
[TestClass]
[TestCategory("Build")] // packs, and installs a tool
public sealed class ToolScriptTests
{
    private const string First = """
        {
          "Shop": { "Title": "Corner shop", "Banner": "Sale" },
          "Db": { "Timeout": "30", "Password": "hunter2" }
        }
        """;

    [TestMethod]
    public async Task Script_OnApacheZooKeeper_EndsAsItBegan()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await RunAsync(server.ConnectionString, async () =>
        {
            await server.KillAsync();
            await server.WipeAsync();
            await server.StartAgainAsync();
        });
    }

    [TestMethod]
    public async Task Script_OnTheDevServer_EndsAsItBegan()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await RunAsync(server.ConnectionString, () => server.WipeAsync());
    }

    [TestMethod]
    [DataRow("--resume", "2")]
    [DataRow("--abort", "1")]
    public async Task Import_KilledInTheMiddle_EndsWellAndIsNoReloadBefore(string end, string expected)
    {
        await using var server = await ZooKeeperServer.StartAsync();
        using var tool = await InstalledTool.InstallAsync(server.ConnectionString);
        foreach (var value in new[] { "1", "2" })
        {
            tool.WriteFile($"{value}.json", JsonSerializer.Serialize(Enumerable.Range(0, 100_000).ToDictionary(i => $"Key{i}", _ => value)));
        }

        await tool.RunAsync(0, "import /config/shop -f 1.json --yes");
        using var application = new Application(server.ConnectionString);
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using (tool.Start("import /config/shop -f 2.json --yes"))
        {
            await Eventually.TrueAsync(
                async () => await client.ExistsAsync("/config/shop/.configzk-import") is { Version: > 20 }, TimeSpan.FromMinutes(3), "some transactions are done");
        }

        Assert.IsNotNull(await client.ExistsAsync("/config/shop/.configzk-import"), "the import was killed in the middle");
        await tool.RunAsync(3, "set /config/shop/Key0 3 --yes");
        application.Has("Key99999", "1", reloads: 0);
        await tool.RunAsync(0, $"import /config/shop {end} --yes");
        await application.SeesAsync("Key99999", expected, reloads: end == "--resume" ? 1 : 0);
        await tool.RunAsync(0, "drift /config/shop");
        await tool.RunAsync(0, $"diff {expected}.json /config/shop");
    }

    private static async Task RunAsync(string server, Func<Task> wipe)
    {
        using var tool = await InstalledTool.InstallAsync(server);
        tool.WriteFile("first.json", First);
        tool.WriteFile("night.json", First.Replace("Corner", "Night", StringComparison.Ordinal).Replace("hunter2", "hunter3", StringComparison.Ordinal));
        await tool.RunAsync(0, "import /config/shop -f first.json -m First --yes");
        using var application = new Application(server);

        // A plan, a second writer who is faster, and the plan again.
        await tool.RunAsync(1, "plan /config/shop -f night.json --save night.plan");
        await tool.RunAsync(0, "set /config/shop/Db/Timeout 60 -m \"Slow disk\" --yes");
        await application.SeesAsync("Db:Timeout", "60", reloads: 1);
        Assert.Contains("Plan again", await tool.RunAsync(3, "apply night.plan --yes"));
        await tool.RunAsync(1, "plan /config/shop -f night.json --save night.plan");
        await tool.RunAsync(0, "apply night.plan -m \"Night prices\" --yes");
        await application.SeesAsync("Shop:Title", "Night shop", reloads: 2);

        var history = await tool.RunAsync(0, "history /config/shop");
        Assert.Contains("Night prices", history);
        Assert.Contains("First", history);
        var diff = await tool.RunAsync(1, "diff /config/shop@1 /config/shop@3");
        Assert.Contains("\"Corner shop\" → \"Night shop\"", diff);
        Assert.DoesNotContain("hunter", diff);

        // Behind its back.
        await new ZooKeeperShell(server).RunAsync("set", "/config/shop/Shop/Banner", "Closed");
        await application.SeesAsync("Shop:Banner", "Closed", reloads: 3);
        Assert.Contains("\"Sale\" → \"Closed\"", await tool.RunAsync(1, "drift /config/shop"));
        await tool.RunAsync(3, "set /config/shop/Shop/Title Other --yes");
        await tool.RunAsync(0, "adopt /config/shop -m \"By hand\" --yes");
        await tool.RunAsync(0, "drift /config/shop");

        // The way back, and what the files contain.
        await tool.RunAsync(0, "rollback /config/shop --to 1 --yes");
        await application.SeesAsync("Shop:Banner", "Sale", reloads: 4);
        await tool.RunAsync(0, "diff /config/shop@1 /config/shop");
        await tool.RunAsync(0, "export /config/shop exported.json");
        await tool.RunAsync(0, "plan /config/shop -f exported.json --prune");
        await tool.RunAsync(0, "export /config/shop before.znodes");
        await tool.RunAsync(0, "backup /config/shop shop.backup");

        await wipe();
        await tool.RunAsync(1, "get /config/shop/Shop/Title");
        await tool.RunAsync(0, "restore /config/shop shop.backup --yes");
        await tool.RunAsync(0, "verify /config/shop shop.backup");
        await tool.RunAsync(0, "export /config/shop after.znodes");
        Assert.AreEqual(tool.ReadFile("before.znodes"), tool.ReadFile("after.znodes"));

        // The restored state is the one that the application has: there is nothing to reload.
        await tool.RunAsync(0, "set /config/shop/Shop/Title \"Day shop\" --yes");
        await application.SeesAsync("Shop:Title", "Day shop", reloads: 5);
    }

    private sealed class Application : IDisposable
    {
        private readonly ConfigurationManager _configuration = new();
        private readonly IDisposable _following;
        private int _reloads;

        public Application(string server)
        {
            _configuration.AddZooKeeper(options =>
            {
                options.ConnectionString = server;
                options.Paths.Add("/config/shop");
                options.MinReloadInterval = TimeSpan.Zero;
                options.RequireManagedRoot = true;
            });
            _following = ChangeToken.OnChange(((IConfigurationRoot)_configuration).GetReloadToken, () => Interlocked.Increment(ref _reloads));
        }

        public void Has(string key, string value, int reloads) => Assert.AreEqual((value, reloads), (_configuration[key], Volatile.Read(ref _reloads)));

        public async Task SeesAsync(string key, string value, int reloads)
        {
            await Eventually.TrueAsync(() => _configuration[key] == value, TimeSpan.FromMinutes(2), $"the application sees {key} = {value}");
            await Eventually.TrueAsync(() => Volatile.Read(ref _reloads) >= reloads, because: $"reload {reloads} is told");
            Assert.AreEqual(reloads, Volatile.Read(ref _reloads), "one reload for each apply");
        }

        public void Dispose()
        {
            _following.Dispose();
            _configuration.Dispose();
        }
    }
}
