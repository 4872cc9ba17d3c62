using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Tests;

[TestClass]
public sealed class ImportEndTests
{
    [TestMethod]
    public async Task Import_StoppedByAMissingPermission_SaysHowToGoOn()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1", "B": "1" }"""), "-y");
        await client.SetAclAsync($"{path}/B", [new(Permissions.Read, "world", "anyone")]);

        var run = await tool.RunAsync("import", path, "-f", tool.WriteFile("b.json", """{ "A": "2", "B": "2" }"""), "-y");

        Assert.AreEqual(ExitCode.NotPermitted, run.Code, run.Error);
        Assert.Contains($"configzk import {path} --resume", run.Error);
        Assert.Contains("--abort", run.Error);
        await tool.MustAsync("import", path, "--abort", "-y");
        Assert.AreEqual("1\n", await tool.MustAsync("get", $"{path}/A"));
    }

    [TestMethod]
    [DataRow(false, "is undone")]
    [DataRow(true, "differ from the history")]
    public async Task Abort_OthersWroteMeanwhile_SaysThatDriftRemains(bool othersWrote, string message)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await using var root = await ManagedRoot.OpenAsync(client, path);
        await InterruptedImport.BeginAsync(root);
        if (othersWrote)
        {
            await client.SetDataAsync($"{path}/Db/K0", "2"u8.ToArray());
        }

        var run = await tool.RunAsync("import", path, "--abort", "--yes");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.Contains(message, run.Out + run.Error);
        Assert.AreEqual(othersWrote ? ExitCode.No : ExitCode.Done, (await tool.RunAsync("drift", path)).Code);
    }
}
