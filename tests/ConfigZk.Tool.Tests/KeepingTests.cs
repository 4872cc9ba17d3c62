using System.Text.Json;
using ConfigZk.Tool.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ConfigZk.Tool.Tests;

/// <summary>Backups, large imports and access control lists.</summary>
[TestClass]
public sealed class KeepingTests
{
    [TestMethod]
    public async Task Restore_IntoAWipedEnsemble_BringsBackDataAndAccess()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var tool = new Tool(server.ConnectionString);
        await tool.MustAsync("apply", "/config/shop", "-f", tool.WriteFile("a.json", """{ "Title": "Corner shop", "Db": { "Timeout": "30" } }"""), "-y");
        await tool.MustAsync("acl", "set", "/config/shop/Db", "world:anyone:r,ip:127.0.0.1:cdrwa", "-r", "-y");
        await tool.MustAsync("backup", "/config/shop", tool.FileNamed("shop.backup"));
        await tool.MustAsync("verify", "/config/shop", tool.FileNamed("shop.backup"));
        await server.WipeAsync();

        await tool.MustAsync("restore", "/config/shop", tool.FileNamed("shop.backup"), "-y");

        await tool.MustAsync("verify", "/config/shop", tool.FileNamed("shop.backup"));
        Assert.AreEqual("30\n", await tool.MustAsync("get", "/config/shop/Db/Timeout"));
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        Assert.Contains(entry => entry.Id == "127.0.0.1", (await client.GetAclAsync("/config/shop/Db/Timeout")).Acl);
    }

    [TestMethod]
    public async Task Backup_OfAWipedEnsemble_KeepsTheLastBackup()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var tool = new Tool(server.ConnectionString);
        await tool.MustAsync("apply", "/config/shop", "-f", tool.WriteFile("a.json", """{ "Title": "Corner shop" }"""), "-y");
        await tool.MustAsync("backup", "/config/shop", tool.FileNamed("shop.backup"));
        var last = await File.ReadAllTextAsync(tool.FileNamed("shop.backup"));
        await server.WipeAsync();

        var run = await tool.RunAsync("backup", "/config/shop", tool.FileNamed("shop.backup"));

        Assert.AreEqual(ExitCode.No, run.Code, run.Out + run.Error);
        Assert.Contains("'/config/shop'", run.Error);
        Assert.Contains("does not exist", run.Error);
        Assert.AreEqual(last, await File.ReadAllTextAsync(tool.FileNamed("shop.backup")));
    }

    [TestMethod]
    public async Task Import_MoreThanOneTransactionHolds_IsOneReloadOfAFollowingApplication()
    {
        const int Keys = 5_000;
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var tool = new Tool(server.ConnectionString);
        await tool.MustAsync("apply", "/config/shop", "-f", tool.WriteFile("a.json", """{ "Title": "Corner shop" }"""), "-y");
        var application = new ConfigurationManager();
        application.AddZooKeeper(server.ConnectionString, "/config/shop");
        using var disposed = application;
        var reloads = 0;
        using var following = ChangeToken.OnChange(((IConfigurationRoot)application).GetReloadToken, () => Interlocked.Increment(ref reloads));
        var file = tool.WriteFile("large.json", JsonSerializer.Serialize(Enumerable.Range(0, Keys).ToDictionary(i => $"K{i}", i => $"{i}")));
        Assert.AreEqual(ExitCode.No, (await tool.RunAsync("apply", "/config/shop", "-f", file, "-y")).Code, "it does not fit");

        await tool.MustAsync("import", "/config/shop", "-f", file, "-y");

        await Eventually.TrueAsync(() => application[$"K{Keys - 1}"] is not null, because: "the application sees the import");
        Assert.AreEqual(Keys, application.AsEnumerable().Count(pair => pair.Key.StartsWith('K')));
        await Eventually.TrueAsync(() => Volatile.Read(ref reloads) > 0, because: "the reload is told");
        Assert.AreEqual(1, reloads);
        await tool.MustAsync("drift", "/config/shop");
        Assert.AreEqual(ExitCode.No, (await tool.RunAsync("import", "/config/shop", "--abort", "-y")).Code, "no import is under way");
    }

    [TestMethod]
    public async Task Acl_SetAndCheck_TellWhoCanChangeWhat()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");
        Assert.AreEqual(ExitCode.No, (await tool.RunAsync("acl", "check", path)).Code);

        var set = await tool.RunAsync("acl", "set", path, "world:anyone:r,ip:127.0.0.1:cdrwa", "--recursive", "-y");
        Assert.AreEqual(ExitCode.Done, set.Code, set.Error);
        Assert.Contains("world:anyone:cdrwa → world:anyone:r, ip:127.0.0.1:cdrwa", set.Out);
        Assert.Contains("world:anyone:r", await tool.MustAsync("acl", "get", path));

        await tool.MustAsync("acl", "check", path);
        Assert.AreEqual(ExitCode.Usage, (await tool.RunAsync("acl", "set", path, "anyone", "-y")).Code);
        Assert.AreEqual(ExitCode.Usage, (await tool.RunAsync("acl", "set", path, "world:anyone:x", "-y")).Code);
    }
}
