using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace ConfigZk.Tool.Tests;

/// <summary>A znode that is not readable breaks no listing, and stops everything that would take it for missing.</summary>
[TestClass]
public sealed class UnreadableTests
{
    [TestMethod]
    public async Task Commands_ChildThatIsNotReadable_ShowItOrRefuseAndWriteNothing()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "Open": "1", "Closed": "2" }"""), "-y");
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await client.SetAclAsync($"{path}/Closed", [Acl.Digest(Permissions.All, "alice", "pw")]);
        var other = tool.WriteFile("b.json", """{ "Open": "3" }""");

        foreach (var command in new[] { "ls", "tree" })
        {
            Assert.Contains("(not readable)", await tool.MustAsync(command, path));
        }

        var plan = await tool.RunAsync("plan", path, "-f", other);
        Assert.AreEqual(ExitCode.No, plan.Code);
        Assert.Contains("is not readable", plan.Error);
        foreach (var command in new[] { "plan", "apply" })
        {
            var run = await tool.RunAsync([command, path, "-f", other, "--prune", .. command == "apply" ? (string[])["-y"] : []]);
            Assert.AreEqual(ExitCode.NotPermitted, run.Code);
            Assert.Contains("Cannot prune", run.Error);
        }

        var backup = await tool.RunAsync("backup", path, tool.FileNamed("b"));
        Assert.AreEqual(ExitCode.NotPermitted, backup.Code);
        Assert.IsFalse(File.Exists(tool.FileNamed("b")));
        Assert.AreEqual("1\n", await tool.MustAsync("get", $"{path}/Open"), "nothing was written");
    }

    [TestMethod]
    public async Task Prune_PlanAndApply_ShowAndDeleteTheSame()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1", "B": { "C": "2" }, "D": "3" }"""), "-y");
        string[] pruning = [path, "-f", tool.WriteFile("b.json", """{ "A": "1", "D": "4" }"""), "--prune", "-o", "json"];

        var planned = (await tool.RunAsync(["plan", .. pruning])).Json["changes"]!.ToJsonString();
        Assert.Contains("delete", planned);
        Assert.AreEqual(planned, (await tool.RunAsync(["apply", .. pruning, "-y"])).Json["changes"]!.ToJsonString());
        Assert.AreEqual(planned, (await tool.RunAsync("show", path, "2", "-o", "json")).Json["changes"]!.ToJsonString());
    }

    [TestMethod]
    public async Task Compare_ZnodesThatAreNotReadable_AreNamedAndNotTakenForDeleted()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1", "B": "1" }"""), "-y");
        await tool.MustAsync("backup", path, tool.FileNamed("a.backup"));
        await client.SetAclAsync($"{path}/B", [Acl.Digest(Permissions.All, "alice", "pw")]);

        foreach (var command in new[] { (string[])["drift", path], ["verify", path, tool.FileNamed("a.backup")], ["diff", $"{path}@1", path], ["diff", path, tool.FileNamed("a.json")] })
        {
            var run = await tool.RunAsync(command);
            Assert.AreEqual(ExitCode.NotPermitted, run.Code, run.Out + run.Error);
            Assert.Contains($"'{path}/B' is not readable", run.Error);
            Assert.DoesNotContain("- B", run.Out);
            Assert.DoesNotContain("+ B", run.Out);
            var document = (await tool.RunAsync([.. command, "-o", "json"])).Json;
            Assert.AreEqual($"{path}/B", (string)document["unreadable"]!.AsArray().Single()!);
            Assert.IsEmpty(document["changes"]!.AsArray());
        }

        await client.SetDataAsync($"{path}/A", "2"u8.ToArray());
        Assert.AreEqual(ExitCode.No, (await tool.RunAsync("verify", path, tool.FileNamed("a.backup"))).Code);
    }

    [TestMethod]
    public async Task Acl_ZnodesThatAreNotReadable_AreNamedAndNotTakenForSafe()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1", "B": { "C": "1" } }"""), "-y");
        await client.SetAclAsync($"{path}/B", [new(Permissions.All & ~Permissions.Read, "world", "anyone")]);

        foreach (var command in new[] { (string[])["get", path], ["set", path, "world:anyone:r,ip:127.0.0.1:cdrwa", "-r", "-y"], ["check", path], ["check", $"{path}/B/C"] })
        {
            var run = await tool.RunAsync(["acl", .. command]);
            Assert.AreEqual(ExitCode.NotPermitted, run.Code, run.Out + run.Error);
            Assert.Contains($"'{path}/B' is not readable", run.Error);
        }

        await tool.MustAsync("acl", "set", $"{path}/A", "world:anyone:r,ip:127.0.0.1:crwa", "-y");
        Assert.Contains("No readable znode", (await tool.RunAsync("acl", "check", path)).Out);
    }

    [TestMethod]
    [DataRow("/configzk/history/shop")]
    [DataRow("/configzk/history/shop/head")]
    public async Task Commands_HistoryThatIsNotReadable_AreNotPermitted(string znode)
    {
        const string path = "/shop";
        await using var server = await ZooKeeperDevServer.StartAsync();
        var options = new ZooKeeperClientOptions { ConnectionString = server.ConnectionString };
        options.DigestIdentities.Add(new DigestIdentity("alice", "pw"));
        await using var client = await ZooKeeperClient.ConnectAsync(options);
        using var tool = new Tool(server.ConnectionString);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");
        await ManagedRoot.SetHistoryAccessAsync(client, [Acl.Digest(Permissions.All, "alice", "pw")], znode);

        string[][] commands = [["drift", path], ["drift", path, "--revert", "-y"], ["adopt", path, "-y"], ["rollback", path, "-y"], ["revert", path, "1", "-y"], ["compact", path], ["delete", $"{path}/A", "-y"], ["set", $"{path}/A", "2", "-y"]];
        foreach (var command in commands)
        {
            var run = await tool.RunAsync(command);
            Assert.AreEqual(ExitCode.NotPermitted, run.Code, $"{string.Join(' ', command)}: {run.Out}{run.Error}");
        }
    }

    [TestMethod]
    public async Task Acl_PathThatIsMissing_IsNo()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("init", path);

        foreach (var command in new[] { (string[])["get", $"{path}/typo"], ["set", $"{path}/typo", "world:anyone:r", "-y"], ["check", $"{path}/typo"] })
        {
            var run = await tool.RunAsync(["acl", .. command]);
            Assert.AreEqual((ExitCode.No, ""), (run.Code, run.Out));
            Assert.Contains($"'{path}/typo' does not exist", run.Error);
        }
    }

    [TestMethod]
    [DataRow("export", "PATH/B/C", "--format", "json")]
    [DataRow("export", "PATH", "FOLDER", "--format", "folder")]
    [DataRow("delete", "PATH/B/C", "-y")]
    [DataRow("set", "PATH/B/C", "2", "-y")]
    [DataRow("apply", "PATH", "-f", "FILE", "-y")]
    [DataRow("import", "PATH", "-f", "FILE", "-y")]
    [DataRow("import", "PATH", "-f", "OTHER", "--prune", "-y")]
    [DataRow("plan", "PATH", "-f", "FILE")]
    [DataRow("backup", "PATH", "FOLDER")]
    [DataRow("rollback", "PATH", "--to", "1", "-y")]
    [DataRow("revert", "PATH", "2", "-y")]
    [DataRow("rotate", "PATH", "--key", "2026", "-y")]
    [DataRow("search", "PATH", "needle")]
    public async Task Commands_ZnodeThatIsNotReadable_DoNotTakeItForMissing(params string[] args)
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1", "B": { "C": "1" } }"""), "-y");
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("b.json", """{ "B": { "C": "needle" } }"""), "-y");
        await client.SetAclAsync($"{path}/B", [new(Permissions.All & ~Permissions.Read, "world", "anyone")]);

        var run = await tool.RunAsync([.. args.Select(argument => argument switch
        {
            "FILE" => tool.FileNamed("a.json"),
            "OTHER" => tool.WriteFile("c.json", """{ "A": "2" }"""),
            "FOLDER" => tool.FileNamed("folder"),
            _ => argument.Replace("PATH", path, StringComparison.Ordinal),
        })]);

        Assert.AreEqual(ExitCode.NotPermitted, run.Code, run.Error);
        Assert.Contains($"'{path}/B' is not readable", run.Error);
        Assert.DoesNotContain("does not exist", run.Error);
    }

    [TestMethod]
    public async Task Search_ZnodeThatIsNotReadable_IsInTheDocument()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "needle", "B": "needle" }"""), "-y");
        await client.SetAclAsync($"{path}/B", [new(Permissions.All & ~Permissions.Read, "world", "anyone")]);

        var run = await tool.RunAsync("search", path, "needle", "-o", "json");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.AreEqual($"{path}/A", (string)Assert.ContainsSingle(run.Json["found"]!.AsArray())!["path"]!);
        Assert.AreEqual($"{path}/B", (string)Assert.ContainsSingle(run.Json["unreadable"]!.AsArray())!);
    }

    [TestMethod]
    public async Task Diff_PathThatIsMissing_SaysSo()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");

        Assert.Contains($"'{path}/typo' does not exist", (await tool.RunAsync("diff", $"{path}/typo", $"{path}/A")).Error);
    }
}
