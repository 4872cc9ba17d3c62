using System.Globalization;
using ConfigZk.Tool.Commands;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Testing;

namespace ConfigZk.Tool.Tests;

/// <summary>A command that computes a change from what it read does not undo what others write meanwhile.</summary>
[TestClass]
public sealed class ConcurrentChangeTests
{
    [TestMethod]
    public async Task Delete_OthersWriteElsewhere_PlansNothingButTheDeletion()
    {
        var path = SharedServer.UniquePath();
        await using var proxy = await SlowAsync(TimeSpan.FromMilliseconds(25));
        using var tool = new Tool(proxy.ConnectionString);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "Db": { "Timeout": "30" }, "Other": "0" }"""), "-y");
        using var asked = new CancellationTokenSource();
        var writing = WriteUntilAsync(path, "Other", number => $"{number}", () => asked.IsCancellationRequested);
        tool.Input = new AskedReader(async () =>
        {
            await asked.CancelAsync();
            await writing;
        });

        var run = await tool.RunAsync("delete", $"{path}/Db");
        await asked.CancelAsync();

        Assert.Contains("- Db:Timeout", run.Out, run.Error);
        Assert.DoesNotContain("Other", run.Out);
        Assert.AreEqual($"{await writing}\n", await tool.MustAsync("get", $"{path}/Other"));
    }

    [TestMethod]
    public async Task EnsureMadeFrom_ZnodeSetOrDeletedOrCreatedMeanwhile_IsConflict()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await using var root = await ManagedRoot.OpenAsync(client, path);
        await root.ApplyAsync(await root.PlanAsync(new DesiredState().Set("A", "1").Set("B", "1").Set("C", "1")), "First");
        var read = (await root.ReadAsync()).Tree;
        var replaced = new DesiredState().Set("A", "3").Set("B", "1").Set("C", "1");
        var pruned = new PlanOptions { Prune = true };
        (await root.PlanAsync(replaced, pruned)).EnsureMadeFrom(read);

        await client.SetDataAsync($"{path}/A", "2"u8.ToArray());
        await client.DeleteAsync($"{path}/B");
        await client.CreateAsync($"{path}/D", "1"u8.ToArray());
        var plan = await root.PlanAsync(replaced, pruned);

        var conflict = Assert.ThrowsExactly<RevisionConflictException>(() => plan.EnsureMadeFrom(read));
        Assert.AreEqual(ConflictReason.ZnodesMoved, conflict.Reason);
        CollectionAssert.AreEquivalent(new[] { $"{path}/A", $"{path}/B", $"{path}/D" }, conflict.Paths.ToArray());
        (await root.PlanAsync(new DesiredState().Set("C", "2"))).EnsureMadeFrom(read);
    }

    // So slow that others write between any two reads.
    private static async Task<LoopbackProxy> SlowAsync(TimeSpan delay)
    {
        var proxy = await LoopbackProxy.StartAsync(int.Parse(SharedServer.Dev.Split(':')[1], CultureInfo.InvariantCulture));
        proxy.Delay = delay;
        return proxy;
    }

    private static async Task<int> WriteUntilAsync(string path, string name, Func<int, string> textOf, Func<bool> isStopped)
    {
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await using var root = await ManagedRoot.OpenAsync(client, path);
        var number = 0;
        while (!isStopped())
        {
            number++;
            await root.ApplyAsync(await root.PlanAsync(new DesiredState().Set(name, textOf(number))), "Other");
        }

        return number;
    }
}
