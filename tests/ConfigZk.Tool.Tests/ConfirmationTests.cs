using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Tests;

/// <summary>A change needs a yes from a terminal or the command line. The answer changes nothing else.</summary>
[TestClass]
public sealed class ConfirmationTests
{
    private const string File = """{ "A": "1" }""";

    [TestMethod]
    [DataRow("y", ExitCode.Done)]
    [DataRow("yes", ExitCode.Done)]
    [DataRow("n", ExitCode.No)]
    [DataRow("", ExitCode.No)]
    public async Task Apply_InATerminal_AsksAndObeys(string answer, object expected)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev) { Answers = answer };

        var run = await tool.RunAsync("apply", path, "-f", tool.WriteFile("a.json", File));

        Assert.AreEqual((ExitCode)expected, run.Code);
        Assert.Contains("[y/N]", run.Error);
        Assert.AreEqual((ExitCode)expected, (await tool.RunAsync("get", $"{path}/A")).Code);
    }

    [TestMethod]
    public async Task AclDigest_InATerminal_SaysThatItWaitsAndHowToEnd()
    {
        using var typing = new Tool { Answers = "pw\n" };
        using var piped = new Tool();

        Assert.Contains("Ctrl+", (await typing.RunAsync("acl", "digest", "ops")).Error);
        Assert.DoesNotContain("Ctrl+", (await piped.RunAsync("acl", "digest", "ops")).Error);
    }

    [TestMethod]
    [DataRow("apply", "PATH", "-f", "FILE")]
    [DataRow("rollback", "PATH", "--to", "0")]
    [DataRow("acl", "set", "PATH", "world:anyone:r")]
    [DataRow("acl", "set", "/configzk", "world:anyone:cdrwa")]
    public async Task Question_InATerminal_NamesTheServers(params string[] args)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("set", $"{path}/A", "0", "--root", path, "-y");
        await tool.MustAsync("set", $"{path}/B", "0", "-y");
        await tool.MustAsync("delete", $"{path}/B", "-y");
        tool.WriteFile("a.json", File);
        tool.Answers = "n";

        var run = await tool.RunAsync([.. args.Select(argument => argument == "FILE" ? tool.FileNamed("a.json") : argument == "PATH" ? path : argument), .. args[0] == "rollback" ? (string[])["--allow-deleting-all"] : []]);

        Assert.AreEqual(ExitCode.No, run.Code, run.Error);
        Assert.Contains($" on {SharedServer.Dev}? [y/N]", run.Error);
    }

    [TestMethod]
    public async Task Apply_NobodyThere_NeedsYes()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);

        var run = await tool.RunAsync("apply", path, "-f", tool.WriteFile("a.json", File));

        Assert.AreEqual(ExitCode.Usage, run.Code);
        Assert.Contains("--yes", run.Error);
    }

    [TestMethod]
    public async Task Apply_YesAndAnswer_WriteTheSame()
    {
        var (one, other) = (SharedServer.UniquePath(), SharedServer.UniquePath());
        using var asked = new Tool(SharedServer.Dev) { Answers = "y" };
        using var unasked = new Tool(SharedServer.Dev);

        await asked.MustAsync("apply", one, "-f", asked.WriteFile("a.json", File));
        await unasked.MustAsync("apply", other, "-f", unasked.WriteFile("a.json", File), "--yes");

        Assert.AreEqual(ExitCode.Done, (await unasked.RunAsync("diff", one, other)).Code);
    }

    [TestMethod]
    public async Task Set_ProtectedPath_NeedsItsName()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool();
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", $$"""{ "prod": { "connect": "{{SharedServer.Dev}}", "protected": ["{{path}}"] } }""");
        string[] set = ["set", $"prod:{path}/A", "1", "--root", path, "--yes"];

        var run = await tool.RunAsync(set);
        Assert.AreEqual(ExitCode.Usage, run.Code);
        Assert.Contains($"--confirm {path}", run.Error);

        await tool.MustAsync([.. set, "--confirm", path]);
    }

    [TestMethod]
    public async Task DriftRevert_ProtectedPathElsewhereInTheRoot_NeedsItsName()
    {
        var path = SharedServer.UniquePath();
        using var tool = Protecting($"{path}/Db");
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "Db": { "X": "1" }, "Web": { "Y": "1" } }"""), "-y", "--confirm", $"{path}/Db");
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await client.SetDataAsync($"{path}/Db/X", "2"u8.ToArray());
        string[] revert = ["drift", $"{path}/Web", "--revert", "--yes"];

        var run = await tool.RunAsync(revert);
        Assert.AreEqual(ExitCode.Usage, run.Code, run.Out + run.Error);
        Assert.Contains($"'{path}/Db' is protected", run.Error);
        Assert.AreEqual("2\n", await tool.MustAsync("get", $"{path}/Db/X"));

        await tool.MustAsync([.. revert, "--confirm", $"{path}/Db"]);
        Assert.AreEqual("1\n", await tool.MustAsync("get", $"{path}/Db/X"));
    }

    [TestMethod]
    [DataRow("--resume")]
    [DataRow("--abort")]
    public async Task ImportEnd_ProtectedPathElsewhereInTheRoot_NeedsItsName(string end)
    {
        var path = SharedServer.UniquePath();
        using var tool = Protecting($"{path}/Db");
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await using var root = await ManagedRoot.OpenAsync(client, path);
        await InterruptedImport.BeginAsync(root);
        string[] command = ["import", $"{path}/Web", end, "--yes"];

        var run = await tool.RunAsync(command);
        Assert.AreEqual(ExitCode.Usage, run.Code, run.Out + run.Error);
        Assert.Contains($"'{path}/Db' is protected", run.Error);
        Assert.IsNotNull(await root.ReadImportAsync());

        await tool.MustAsync([.. command, "--confirm", $"{path}/Db"]);
        Assert.IsNull(await root.ReadImportAsync());
    }

    private static Tool Protecting(string path)
    {
        var tool = new Tool();
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", $$"""{ "default": { "connect": "{{SharedServer.Dev}}", "protected": ["{{path}}"] } }""");
        return tool;
    }
}
