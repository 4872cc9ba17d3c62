using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Tests;

/// <summary>What others wrote cannot take over the terminal.</summary>
[TestClass]
public sealed class ControlCharacterTests
{
    [TestMethod]
    public async Task Commands_ControlCharactersOfOthers_AreEscaped()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await using var root = await ManagedRoot.OpenAsync(client, path);
        await root.ApplyAsync(await root.PlanAsync(new DesiredState().Set("A", "1")), "First");
        await client.SetAclAsync($"{path}/A", [.. Acl.Open, new Acl(Permissions.Write, "digest", "eve\u001b[31m:hash")]);
        using var tool = new Tool(SharedServer.Dev);
        string[][] commands = [["acl", "get", path], ["acl", "check", path], ["doctor", $"{path}/A"], ["acl", "set", $"{path}/A", "world:anyone:r,ip:127.0.0.1:cdrwa", "-y"]];
        foreach (var command in commands)
        {
            var shown = await tool.RunAsync(command);
            Assert.DoesNotContain("\u001b", shown.Out, command[1]);
        }

        using var interrupting = new CancellationTokenSource();
        var options = new ImportOptions { MaxChanges = 1, Progress = new Interruption(interrupting) };
        var plan = await root.PlanAsync(new DesiredState().Set("B", "1").Set("C", "1"));
        await Assert.ThrowsAsync<OperationCanceledException>(() => root.ImportAsync(plan, "Many", new Author("eve\u001b[31m", null), options, interrupting.Token));

        var run = await tool.RunAsync("set", $"{path}/A", "2", "-y");

        Assert.AreEqual(ExitCode.Conflict, run.Code);
        Assert.DoesNotContain("\u001b", run.Error);
        Assert.Contains("eve\\u001b[31m", run.Error);
    }

    private sealed class Interruption(CancellationTokenSource interrupting) : IProgress<ImportStatus>
    {
        public void Report(ImportStatus value) => interrupting.Cancel();
    }
}
