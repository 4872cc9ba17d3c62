using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Tests;

[TestClass]
public sealed class ImportEndTests
{
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
