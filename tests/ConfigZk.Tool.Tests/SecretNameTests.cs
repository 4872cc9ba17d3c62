using System.IO.Compression;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Tests;

/// <summary>A value is hidden if the name of its key, or of a section above it, is that of a secret.</summary>
[TestClass]
public sealed class SecretNameTests
{
    [TestMethod]
    [DataRow("""{ "Passwords": ["hunter2"] }""", """{ "Passwords": ["hunter3"] }""", "Passwords/0")]
    [DataRow("""{ "ConnectionStrings": { "Shop": "hunter2" } }""", """{ "ConnectionStrings": { "Shop": "hunter3" } }""", "ConnectionStrings/Shop")]
    [DataRow("""{ "app.json": "{ \"A\": \"1\", \"Passwords\": [\"hunter2\"] }" }""", """{ "app.json": "{ \"A\": \"2\", \"Passwords\": [\"hunter3\"] }" }""", "app.json")]
    [DataRow("""{ "app.json": "{ \"ConnectionStrings\": { \"Shop\": \"hunter2\" } }" }""", """{ "app.json": "{ \"ConnectionStrings\": { \"Shop\": \"hunter3\" } }" }""", "app.json")]
    public async Task Commands_ListOrSectionWithTheNameOfASecret_ShowNeitherOldNorNewValue(string old, string changed, string znode)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        var file = tool.WriteFile("a.json", old);
        var later = tool.WriteFile("b.json", changed);

        await HiddenAsync(tool, ApplyBothAndPrint(path, znode, file, later));
    }

    [TestMethod]
    [DataRow("app.yaml", "title: a\npassword: hunter2\n", "title: b\npassword: hunter3\n")]
    [DataRow("app.properties", "title=a\ndb.password hunter2\n", "title=b\ndb.password hunter3\n")]
    [DataRow("app.xml", "<a>\n<password>\nhunter2</password></a>", "<a>\n<password>\nhunter3</password></a>")]
    [DataRow("app.ini", "[passwords]\nshop=hunter2\n", "[passwords]\nshop=hunter3\n")]
    [DataRow("Database", "Server=db;Password=hunter2", "Server=db;Password=hunter3")]
    [DataRow("app.json", """{ "Database": "Server=db;Password=hunter2" }""", """{ "Database": "Server=db;Password=hunter3" }""")]
    [DataRow("app.json", "{ // password: hunter2\n\"A\": \"1\" }", "{ // password: hunter3\n\"A\": \"1\" }")]
    public async Task Commands_ValueThatContainsASecret_ShowNeitherOldNorNewValue(string name, string old, string changed)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        var file = tool.WriteFile("a.json", new JsonObject { [name] = old }.ToJsonString());
        var later = tool.WriteFile("b.json", new JsonObject { [name] = changed }.ToJsonString());

        await HiddenAsync(tool, ApplyBothAndPrint(path, name, file, later));
        Assert.Contains("hunter3", (await tool.RunAsync("diff", file, later, "--reveal")).Out);
        Assert.Contains("hunter3", await tool.MustAsync("get", $"{path}/{name}", "--reveal"));
    }

    [TestMethod]
    public async Task Tree_HistoryOfASecret_HidesItsRecords()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "Password": "hunter2" }"""), "-y");

        var records = (await tool.RunAsync("ls", $"/configzk/history/{path[1..].Replace('/', ':')}/r", "-o", "json")).Json["children"]!.AsArray();

        Assert.AreEqual("(secret)", (string)Assert.ContainsSingle(records)!["value"]!);
    }

    [TestMethod]
    public async Task Diff_DocumentThatContainsASecret_CountsTheLines()
    {
        using var tool = new Tool();
        var file = tool.WriteFile("a.json", new JsonObject { ["app.yaml"] = "title: a\npassword: hunter2\n" }.ToJsonString());
        var later = tool.WriteFile("b.json", new JsonObject { ["app.yaml"] = "title: b\npassword: hunter2\nport: 1\n" }.ToJsonString());

        Assert.Contains("  ~ app.yaml  (contains a secret, 2 lines changed)\n", (await tool.RunAsync("diff", file, later)).Out);
    }

    [TestMethod]
    public async Task Commands_CompressedValueThatContainsASecret_HideIt()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write("title: a\npassword: hunter2\n"u8);
        }

        await File.WriteAllBytesAsync(tool.FileNamed("app.yaml.gz"), compressed.ToArray());
        await tool.MustAsync("set", $"{path}/app.yaml", "-f", tool.FileNamed("app.yaml.gz"), "--root", path, "-y");

        Assert.AreEqual("(secret)", (string)(await tool.RunAsync("ls", path, "-o", "json")).Json["children"]![0]!["value"]!);
    }

    [TestMethod]
    [DataRow("Password", "hunter2", "hunter3")]
    [DataRow("app.json", """{ "Password": "hunter2", "A": "1" }""", """{ "Password": "hunter3", "A": "2" }""")]
    public async Task Commands_OpenedPathThatIsASecret_ShowNeitherOldNorNewValue(string name, string old, string changed)
    {
        var path = $"{SharedServer.UniquePath()}/{name}";
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("init", path);
        await tool.RunAsync("plan", path, "-f", tool.WriteFile("p.json", new JsonObject { [""] = changed }.ToJsonString()), "--save", tool.FileNamed("saved.plan"));

        await HiddenAsync(
            tool,
            ["plan", path, "-f", tool.FileNamed("p.json")],
            ["apply", tool.FileNamed("saved.plan"), "-y"],
            ["set", path, old, "-y"],
            ["set", path, changed, "-y"],
            ["show", path, "2"],
            ["diff", $"{path}@1", path],
            ["diff", $"{path}@1", tool.FileNamed("p.json")],
            ["diff", tool.FileNamed("p.json"), $"{path}@2"],
            ["rollback", path, "--to", "1", "-y"]);
        await tool.MustAsync("backup", path, tool.FileNamed("a.backup"));
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await client.SetDataAsync(path, System.Text.Encoding.UTF8.GetBytes(old));
        await HiddenAsync(tool, ["verify", path, tool.FileNamed("a.backup")], ["drift", path], ["adopt", path, "-y"]);
    }

    [TestMethod]
    public async Task Watch_SecretsAndTheWatchedPathItself_ShowsNoValue()
    {
        var path = $"{SharedServer.UniquePath()}/Password";
        using var tool = new Tool(SharedServer.Dev);
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await client.CreateWithParentsAsync(path, "hunter2"u8.ToArray());
        using var cancelled = new CancellationTokenSource();
        var writing = WriteAsync();

        var run = await tool.RunAsync("watch", path, "--count", "3", "-o", "yaml");
        await cancelled.CancelAsync();
        await writing;

        Assert.DoesNotContain("hunter", run.Out);
        Assert.HasCount(3, run.Yaml);

        async Task WriteAsync()
        {
            for (var number = 3; !cancelled.IsCancellationRequested; number++)
            {
                await client.SetDataAsync(path, System.Text.Encoding.UTF8.GetBytes($"hunter{number}"));
            }
        }
    }

    [TestMethod]
    public async Task Diff_ProfilesWithDifferentSecrets_HidesThoseOfBoth()
    {
        var (one, other) = (SharedServer.UniquePath(), SharedServer.UniquePath());
        using var tool = new Tool();
        tool["CONFIGZK_PROFILES"] = tool.WriteFile(
            "p.json", $$"""{ "prod": { "connect": "{{SharedServer.Dev}}", "secrets": ["*pin*"] }, "test": { "connect": "{{SharedServer.Dev}}", "secrets": ["*word*"] } }""");
        await tool.MustAsync("apply", $"prod:{one}", "-f", tool.WriteFile("a.json", """{ "Pin": "hunter2", "Word": "hunter2" }"""), "-y");
        await tool.MustAsync("apply", $"test:{other}", "-f", tool.WriteFile("b.json", """{ "Pin": "hunter3", "Word": "hunter3" }"""), "-y");

        await HiddenAsync(tool, ["diff", $"prod:{one}", $"test:{other}"], ["diff", $"test:{other}", $"prod:{one}"]);
    }

    // Every command that prints a value, for a znode below a path.
    private static string[][] ApplyBothAndPrint(string path, string znode, string file, string later)
    {
        var top = znode.Split('/')[0];
        return
        [
            ["plan", path, "-f", file],
            ["apply", path, "-f", file, "-y"],
            ["plan", path, "-f", later],
            ["apply", path, "-f", later, "-y"],
            ["show", path, "1"],
            ["show", path, "2"],
            ["diff", $"{path}@1", path],
            ["diff", $"{path}/{top}@1", $"{path}/{top}"],
            ["diff", file, later],
            ["ls", path],
            ["ls", $"{path}/{top}"],
            ["tree", path],
            ["search", path, "hunter"],
            ["search", path, "*"],
            ["get", $"{path}/{znode}"],
        ];
    }

    private static async Task HiddenAsync(Tool tool, params string[][] commands)
    {
        foreach (var command in commands)
        {
            foreach (var output in new[] { "table", "json", "yaml" })
            {
                var run = await tool.RunAsync([.. command, "-o", output]);
                Assert.IsTrue(run.Code is ExitCode.Done or ExitCode.No, $"{string.Join(' ', command)}: {run.Error}");
                Assert.IsFalse((run.Out + run.Error).Contains("hunter", StringComparison.Ordinal), $"{string.Join(' ', command)}: {run.Out}{run.Error}");
            }
        }
    }
}
