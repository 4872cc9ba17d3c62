using System.Text;
using ConfigZk.Tool.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using ZooKeeper.Testing;

namespace ConfigZk.Tool.Tests;

/// <summary>A day of an operator, on Apache ZooKeeper and on the dev server, while an application follows.</summary>
[TestClass]
public sealed class WorkflowTests
{
    private const string First = """
        {
          "Shop": { "Title": "Corner shop", "Banner": "Sale", "Hours": ["8-18", "9-13"] },
          "Db": { "Timeout": "30", "Password": "hunter2" }
        }
        """;

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Day_FromImportToRestoredState_IsRecordedAndSeenOnceByEachApplication(bool isApache)
    {
        var (server, path) = (isApache ? await SharedServer.ApacheAsync() : SharedServer.Dev, SharedServer.UniquePath());
        using var tool = new Tool(server);
        var first = tool.WriteFile("first.json", First);
        await tool.MustAsync("apply", path, "-f", first, "-m", "First", "--yes");
        using var application = Application(server, path);
        var reloads = 0;
        using var following = ChangeToken.OnChange(((IConfigurationRoot)application).GetReloadToken, () => Interlocked.Increment(ref reloads));

        // Plan, and a second writer who is faster.
        var night = tool.WriteFile("night.json", First.Replace("Corner", "Night", StringComparison.Ordinal).Replace("hunter2", "hunter3", StringComparison.Ordinal));
        var plan = await tool.RunAsync("plan", path, "-f", night, "--save", tool.FileNamed("night.plan"));
        Assert.AreEqual(ExitCode.No, plan.Code);
        Assert.Contains("\"Corner shop\" → \"Night shop\"", plan.Out);
        await tool.MustAsync("set", $"{path}/Db/Timeout", "60", "-m", "Slow disk", "-y");
        await SeenAsync(application, "Db:Timeout", "60");
        var stale = await tool.RunAsync("apply", tool.FileNamed("night.plan"), "--yes");
        Assert.AreEqual(ExitCode.Conflict, stale.Code, stale.Out + stale.Error);

        // Apply, history, diff.
        await tool.MustAsync("apply", path, "-f", night, "-m", "Night prices", "--yes");
        await SeenAsync(application, "Shop:Title", "Night shop");
        await Eventually.TrueAsync(() => Volatile.Read(ref reloads) == 2, because: "there is one reload for each apply");
        var history = (await tool.RunAsync("history", path, "-o", "json")).Json["revisions"]!.AsArray();
        CollectionAssert.AreEqual(new[] { "Night prices", "Slow disk", "First" }, history.Select(revision => (string)revision!["message"]!).ToArray());
        var diff = await tool.RunAsync("diff", $"{path}@1", $"{path}@3");
        Assert.AreEqual(ExitCode.No, diff.Code);
        Assert.Contains("(secret, changed)", diff.Out);

        // Behind its back, drift, adopt.
        await using var client = await SharedServer.ConnectAsync(server);
        await client.SetDataAsync($"{path}/Shop/Banner", "Closed"u8.ToArray());
        var drift = await tool.RunAsync("drift", path);
        Assert.AreEqual(ExitCode.No, drift.Code);
        Assert.Contains("\"Sale\" → \"Closed\"", drift.Out);
        Assert.AreEqual(ExitCode.Conflict, (await tool.RunAsync("set", $"{path}/Shop/Title", "x", "-y")).Code);
        await tool.MustAsync("adopt", path, "-m", "By hand", "-y");
        await tool.MustAsync("drift", path);

        // Rollback, export, and the same file again.
        await tool.MustAsync("rollback", path, "--to", "1", "-y");
        await SeenAsync(application, "Shop:Banner", "Sale");
        Assert.AreEqual("Corner shop", application["Shop:Title"]);
        await tool.MustAsync("diff", $"{path}@1", path);
        var exported = tool.FileNamed("exported.json");
        await tool.MustAsync("export", path, exported);
        await tool.MustAsync("diff", exported, path);
        await tool.MustAsync("plan", path, "-f", exported, "--prune");
        var again = tool.FileNamed("again.json");
        await tool.MustAsync("export", path, again);
        Assert.AreEqual(await File.ReadAllTextAsync(exported), await File.ReadAllTextAsync(again));
    }

    [TestMethod]
    public async Task Delete_Subtree_ComesBackByRollback()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("first.json", First), "-y");

        await tool.MustAsync("delete", $"{path}/Db", "-y");
        Assert.AreEqual(ExitCode.No, (await tool.RunAsync("get", $"{path}/Db/Timeout")).Code);
        await tool.MustAsync("rollback", path, "-y");

        Assert.AreEqual("30\n", await tool.MustAsync("get", $"{path}/Db/Timeout"));
    }

    [TestMethod]
    public async Task Apply_ZnodeDeletedAndCreatedAgainSincePlan_IsRefused()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("first.json", First), "-y");
        await tool.RunAsync("plan", path, "-f", tool.WriteFile("next.json", First.Replace("30", "31", StringComparison.Ordinal)), "--save", tool.FileNamed("p.plan"));
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await client.DeleteAsync($"{path}/Db/Timeout");
        await client.CreateAsync($"{path}/Db/Timeout", "30"u8.ToArray());

        var run = await tool.RunAsync("apply", tool.FileNamed("p.plan"), "-y");

        Assert.AreEqual(ExitCode.Conflict, run.Code, run.Error);
        Assert.AreEqual("30", Encoding.UTF8.GetString((await client.GetDataAsync($"{path}/Db/Timeout")).Data!));
    }

    private static ConfigurationManager Application(string server, string path)
    {
        var configuration = new ConfigurationManager();
        configuration.AddZooKeeper(options =>
        {
            options.ConnectionString = server;
            options.Paths.Add(path);
            options.MinReloadInterval = TimeSpan.Zero;
        });
        return configuration;
    }

    private static Task SeenAsync(ConfigurationManager configuration, string key, string value) =>
        Eventually.TrueAsync(() => configuration[key] == value, because: $"the application sees {key}");
}
