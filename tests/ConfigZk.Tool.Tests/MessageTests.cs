using ConfigZk.Tool.Errors;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Tests;

/// <summary>Messages say what to do with the tool. Names of the library's members mean nothing to its users.</summary>
[TestClass]
public sealed class MessageTests
{
    private static readonly string[] Members = ["AllowDeletingAll", "ManagedRootOptions", "ControlPath", "ControlAcl", "SaveAsync", "LoadAsync"];

    [TestMethod]
    [DataRow(ExitCode.No, "--allow-deleting-all", "rollback", "PATH", "--to", "0", "-y")]
    [DataRow(ExitCode.No, "--allow-deleting-all", "revert", "PATH", "1", "-y")]
    [DataRow(ExitCode.No, "--allow-deleting-all", "plan", "PATH", "-f", "EMPTY", "--prune")]
    [DataRow(ExitCode.Usage, "controlPath in the profile", "export", "/", "x.json")]
    [DataRow(ExitCode.Usage, "controlPath in the profile", "acl", "get", "/configzk")]
    [DataRow(ExitCode.Usage, "Name the folder", "export", "PATH", "--format", "folder")]
    [DataRow(ExitCode.Usage, "Name the folder", "plan", "PATH", "-f", "-", "--format", "folder")]
    [DataRow(ExitCode.Usage, "neither a file nor a path", "diff", "PATH", "no-such-file.json")]
    [DataRow(ExitCode.NotPermitted, "Connect with an identity", "set", "PATH/A/New", "1", "-y")]
    public async Task Run_Refused_SaysWhatToDoWithTheTool(object code, string expected, params string[] args)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await tool.MustAsync("init", path);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");
        await client.SetAclAsync($"{path}/A", [Acl.Digest(Permissions.Admin, "op", "pw"), new(Permissions.All & ~Permissions.Admin, "world", "anyone")]);
        tool.WriteFile("empty.json", "{}");

        var run = await tool.RunAsync([.. args.Select(argument => argument == "EMPTY" ? tool.FileNamed("empty.json") : argument.Replace("PATH", path, StringComparison.Ordinal))]);

        Assert.AreEqual((ExitCode)code, run.Code, run.Error);
        Assert.Contains(expected, run.Error);
        Assert.IsEmpty(Members.Where(member => run.Error.Contains(member, StringComparison.Ordinal)), run.Error);
    }

    [TestMethod]
    [DataRow("rollback", "--to", "0")]
    [DataRow("revert", "1")]
    public async Task Undo_AllowedToDeleteAll_DeletesAll(string command, params string[] args)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("init", path);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");

        await tool.MustAsync([command, path, .. args, "--allow-deleting-all", "-y"]);

        Assert.AreEqual(ExitCode.No, (await tool.RunAsync("get", $"{path}/A")).Code);
    }
}
