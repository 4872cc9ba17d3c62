using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Tests;

/// <summary>A program that sets access control lists gets one document.</summary>
[TestClass]
public sealed class AclSetTests
{
    private const string Tighter = "world:anyone:r,ip:127.0.0.1:cdrwa";

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task AclSet_ForPrograms_IsOneDocument(bool isNew)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");
        string[] set = ["acl", "set", path, Tighter, "--recursive", "-y"];
        if (!isNew)
        {
            await tool.MustAsync(set);
        }

        var run = await tool.RunAsync([.. set, "-o", "json"]);

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.AreEqual(("configzk/revision/1", 2), ((string)run.Json["schema"]!, (int)run.Json["revision"]!));
        Assert.HasCount(isNew ? 2 : 0, run.Json["access"]!.AsArray());
        Assert.HasCount(1, (await tool.RunAsync([.. set, "-o", "yaml"])).Yaml);
        if (isNew)
        {
            Assert.AreEqual(
                $$"""{"path":"A","old":["world:anyone:cdrwa"],"new":["world:anyone:r","ip:127.0.0.1:cdrwa"],"isTighter":true,"isLooser":true}""",
                run.Json["access"]!.AsArray().Single(list => (string)list!["path"]! == "A")!.ToJsonString());
        }
    }

    [TestMethod]
    public async Task AclSet_OfAllHistories_IsOneDocument()
    {
        using var tool = new Tool();
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", $$"""{ "default": { "connect": "{{SharedServer.Dev}}", "controlPath": "{{SharedServer.UniquePath()}}-control" } }""");
        var control = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(tool.FileNamed("p.json")))!["default"]!["controlPath"]!.ToString();

        var run = await tool.RunAsync("acl", "set", control, Tighter, "-y", "-o", "json");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.AreEqual((control, 1), ((string)run.Json["path"]!, (int)run.Json["znodes"]!));
    }
}
