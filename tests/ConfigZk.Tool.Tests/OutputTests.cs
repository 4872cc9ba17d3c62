using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Tests;

/// <summary>Secrets and control characters do not reach the output, and programs get documents with a schema.</summary>
[TestClass]
public sealed class OutputTests
{
    private const string Secret = "hunter2";

    [TestMethod]
    public async Task Commands_KeyThatLooksLikeASecret_ShowNeitherOldNorNewValue()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        var file = tool.WriteFile("a.json", $$"""{ "Db": { "Password": "{{Secret}}", "ApiKey": "{{Secret}}" } }""");
        var later = tool.WriteFile("b.json", """{ "Db": { "Password": "hunter3", "ApiKey": "hunter3" } }""");
        string[][] commands =
        [
            ["plan", path, "-f", file],
            ["apply", path, "-f", file, "-y"],
            ["plan", path, "-f", later],
            ["apply", path, "-f", later, "-y"],
            ["show", path, "2"],
            ["diff", $"{path}@1", path],
            ["ls", $"{path}/Db"],
            ["tree", path],
            ["search", path, "hunter"],
            ["get", $"{path}/Db/Password"],
        ];
        foreach (var command in commands)
        {
            foreach (var output in new[] { "table", "json", "yaml" })
            {
                var run = await tool.RunAsync([.. command, "-o", output]);
                Assert.IsFalse((run.Out + run.Error).Contains("hunter", StringComparison.Ordinal), $"{string.Join(' ', command)}: {run.Out}{run.Error}");
            }
        }

        Assert.AreEqual("hunter3\n", await tool.MustAsync("get", $"{path}/Db/Password", "--reveal"));
    }

    [TestMethod]
    public async Task Set_KeyOfADocumentThatLooksLikeASecret_IsHidden()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("set", $"{path}/app.json", "{\n  \"Title\": \"a\",\n  \"Password\": \"hunter2\"\n}", "--root", path, "-y");

        var run = await tool.RunAsync("set", $"{path}/app.json", "{\n  \"Title\": \"b\",\n  \"Password\": \"hunter3\"\n}", "-y");

        Assert.Contains("~ app:Title  \"a\" → \"b\"", run.Out);
        Assert.Contains("~ app:Password  (secret, changed)", run.Out);
        Assert.DoesNotContain("hunter", run.Out);
    }

    [TestMethod]
    [DataRow("""{ "Title": "a", "Password": "hunter2" }""", """{ "Title": "b", "Password": "hunter3" }""")]
    [DataRow("{\n  \"Password\": \"hunter2\"\n}", "{ \"Password\":\n\"hunter2\" }")]
    [DataRow("{\n  \"Password\": \"hunter2\"", "{\n  \"Password\": \"hunter3\"")]
    public async Task Commands_DocumentWithASecret_ShowNeitherOldNorNewValue(string old, string changed)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        var file = tool.WriteFile("a.json", new JsonObject { ["app.json"] = old, ["secrets.json"] = """{ "Db": "hunter2" }""" }.ToJsonString());
        var later = tool.WriteFile("b.json", new JsonObject { ["app.json"] = changed, ["secrets.json"] = """{ "Db": "hunter3" }""" }.ToJsonString());
        string[][] commands =
        [
            ["plan", path, "-f", file],
            ["apply", path, "-f", file, "-y"],
            ["plan", path, "-f", later],
            ["apply", path, "-f", later, "-y"],
            ["show", path, "1"],
            ["show", path, "2"],
            ["diff", $"{path}@1", path],
            ["ls", path],
            ["tree", path],
            ["search", path, "hunter"],
            ["search", path, "app"],
            ["get", $"{path}/app.json"],
            ["delete", $"{path}/app.json", "-y"],
            ["show", path, "3"],
        ];
        foreach (var command in commands)
        {
            foreach (var output in new[] { "table", "json", "yaml" })
            {
                var run = await tool.RunAsync([.. command, "-o", output]);
                Assert.IsFalse((run.Out + run.Error).Contains("hunter", StringComparison.Ordinal), $"{string.Join(' ', command)}: {run.Out}{run.Error}");
            }
        }

        Assert.IsTrue((bool)(await tool.RunAsync("show", path, "1", "-o", "json")).Json["changes"]!.AsArray().Single(change => (string)change!["path"]! == "app.json")!["isHidden"]!);
        Assert.Contains("hunter3", await tool.MustAsync("get", $"{path}/secrets.json", "--reveal"));
    }

    [TestMethod]
    public async Task Plan_NewDocument_ListsItsKeys()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);

        var run = await tool.RunAsync("plan", path, "-f", tool.WriteFile("a.json", """{ "app.json": "{ \"Title\": \"a\", \"Password\": \"hunter2\" }" }"""));

        Assert.Contains("  + app.json\n      + app:Password  (secret, new)\n      + app:Title  \"a\"\n", run.Out);
    }

    [TestMethod]
    public async Task Commands_ControlCharacters_AreEscaped()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await client.CreateWithParentsAsync($"{path}/Title", "a\u001b[31mred\u0007"u8.ToArray());
        using var tool = new Tool(SharedServer.Dev);

        foreach (var command in new[] { "ls", "tree" })
        {
            var run = await tool.RunAsync(command, path);
            Assert.DoesNotContain("\u001b", run.Out);
            Assert.Contains("\\u001b[31mred", run.Out);
        }
    }

    [TestMethod]
    public async Task Plan_InATerminalWithColours_IsColouredAndFits()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev) { HasColour = true, Width = 80 };

        var run = await tool.RunAsync("plan", path, "-f", tool.WriteFile("a.json", $$"""{ "Title": "{{new string('x', 200)}}" }"""));

        Assert.Contains("\u001b[32m", run.Out);
        Assert.IsTrue(run.Out.Split('\n').All(line => line.Replace("\u001b[32m", "", StringComparison.Ordinal).Replace("\u001b[0m", "", StringComparison.Ordinal).Length <= 80), run.Out);
    }

    [TestMethod]
    public async Task Failure_ForPrograms_IsADocument()
    {
        using var tool = new Tool(SharedServer.Dev);

        var run = await tool.RunAsync("get", "/no/such/znode", "-o", "json");

        var error = System.Text.Json.Nodes.JsonNode.Parse(run.Error)!;
        Assert.AreEqual("NoNode", (string)error["code"]!);
        Assert.AreEqual("/no/such/znode", (string)error["path"]!);
        Assert.AreEqual(ExitCode.No, run.Code);
    }

    [TestMethod]
    [DataRow("Unrecognized command", "frobnicate")]
    [DataRow("not provided", "acl")]
    [DataRow("not provided")]
    [DataRow("--frobnicate", "ls", "/", "--frobnicate")]
    [DataRow("between 1 and 86400", "ls", "/", "--timeout", "0")]
    [DataRow("missing", "get")]
    public async Task Failure_WrongCommandLineForPrograms_IsADocument(string message, params string[] args)
    {
        using var tool = new Tool(SharedServer.Dev);
        foreach (var format in new[] { "json", "yaml" })
        {
            var run = await tool.RunAsync([.. args, "-o", format]);

            Assert.AreEqual((ExitCode.Usage, ""), (run.Code, run.Out));
            var error = JsonNode.Parse(run.Error)!;
            Assert.AreEqual("Usage", (string)error["code"]!);
            Assert.Contains(message, (string)error["message"]!);
        }
    }

    [TestMethod]
    public async Task Failure_UnknownFormat_IsText()
    {
        using var tool = new Tool(SharedServer.Dev);

        var run = await tool.RunAsync("ls", "/", "-o", "xml");

        Assert.AreEqual(ExitCode.Usage, run.Code);
        Assert.Contains("xml", run.Error);
    }

    [TestMethod]
    public async Task Ls_ChildThatIsNotReadable_IsListedAsSuch()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await client.CreateWithParentsAsync($"{path}/open", "1"u8.ToArray());
        await client.CreateAsync($"{path}/closed", "2"u8.ToArray(), acl: [Acl.Digest(Permissions.All, "alice", "pw")]);
        using var tool = new Tool(SharedServer.Dev);

        Assert.AreEqual("closed  (not readable)\nopen    \"1\"\n", await tool.MustAsync("ls", path));
    }
}
