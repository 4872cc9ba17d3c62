using System.Globalization;
using ConfigZk.Tool.Commands;
using ConfigZk.Tool.Errors;
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
    public async Task Rotate_OthersWriteTheValue_IsConflict()
    {
        var path = SharedServer.UniquePath();
        await using var proxy = await SlowAsync(TimeSpan.FromMilliseconds(150));
        using var tool = new Tool();
        var keys = tool.WriteFile("keys", $"{SecretKeys.NewKey("old")}\n{SecretKeys.NewKey("new")}\n");
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", $$"""{ "default": { "connect": "{{proxy.ConnectionString}}", "keyFile": "{{keys}}" } }""");
        await tool.MustAsync("init", path);
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await using var root = await ManagedRoot.OpenAsync(client, path);
        var cipher = new SecretCipher(SecretKeys.FromFile(keys));
        string Encrypt(int number) => cipher.Encrypt($"{number}", "old", root.Id, "Password", "");
        await root.ApplyAsync(await root.PlanAsync(new DesiredState().Set("Password", Encrypt(0))), "First");
        using var rotated = new CancellationTokenSource();
        var writing = WriteUntilAsync(path, "Password", Encrypt, () => rotated.IsCancellationRequested);
        var isAsked = false;
        tool.Input = new AskedReader(() =>
        {
            isAsked = true;
            return Task.CompletedTask;
        });

        var run = await tool.RunAsync("rotate", path, "--key", "new");
        await rotated.CancelAsync();
        await writing;

        Assert.AreEqual(ExitCode.Conflict, run.Code, run.Out + run.Error);
        Assert.Contains($"'{path}/Password'", run.Error);
        Assert.IsFalse(isAsked, "the plan would have overwritten the value");
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
