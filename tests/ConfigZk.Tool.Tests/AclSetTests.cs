using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

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

    [TestMethod]
    public async Task AclSet_OneListChangedDuringTheQuestion_IsConflictAndRecordsTheOthers()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");
        using var asked = new AskedReader(() => client.SetAclAsync($"{path}/A", Acl.Open));
        tool.Input = asked;

        var run = await tool.RunAsync("acl", "set", path, Tighter, "--recursive");

        Assert.AreEqual(ExitCode.Conflict, run.Code, run.Error);
        Assert.Contains($"1 of 2 access control lists of '{path}' is changed, and recorded as revision 2", run.Error);
        Assert.Contains("configzk acl get", run.Error);
        Assert.Contains("Set the ACL", await tool.MustAsync("history", path));
    }

    [TestMethod]
    public void Failure_ListsThatAreNotRecorded_HasTheExitCodeOfTheCause()
    {
        var importing = new RevisionConflictException(ConflictReason.ImportUnderWay, "An import is under way.");

        var failure = Failure.Of(new AccessChangeException(2, revision: null, "2 lists are changed, but not recorded.", importing))!;

        Assert.AreEqual((ExitCode.Conflict, "NotRecorded"), (failure.ExitCode, failure.Code));
        Assert.DoesNotContain("Nothing was changed", failure.Hint!);
    }

    [TestMethod]
    public async Task Show_AccessRevision_ListsTheLists()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");
        await tool.MustAsync("acl", "set", $"{path}/A", "world:anyone:r,ip:127.0.0.1:cdrwa", "-y");

        Assert.Contains("~ A  world:anyone:cdrwa → world:anyone:r, ip:127.0.0.1:cdrwa", await tool.MustAsync("show", path, "2"));
        Assert.HasCount(1, (await tool.RunAsync("show", path, "2", "-o", "json")).Json["access"]!.AsArray());
    }

    [TestMethod]
    public async Task Revert_AccessRevision_IsRefusedWithTheWay()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");
        await tool.MustAsync("acl", "set", $"{path}/A", "world:anyone:r,ip:127.0.0.1:cdrwa", "-y");

        var run = await tool.RunAsync("revert", path, "2", "-y");

        Assert.AreEqual(ExitCode.No, run.Code, run.Out);
        Assert.Contains("access control lists", run.Error);
    }

    [TestMethod]
    public async Task AclSet_NameOfACertificate_CanContainCommas()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev) { Answers = "n" };
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");

        var run = await tool.RunAsync("acl", "set", $"{path}/A", "world:anyone:r,x509:CN=alice,O=shop,C=DE:cdrwa,ip:127.0.0.1:r");

        Assert.Contains("→ world:anyone:r, x509:CN=alice,O=shop,C=DE:cdrwa, ip:127.0.0.1:r", run.Out, run.Error);
    }
}
