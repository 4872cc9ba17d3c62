using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Tests;

/// <summary>Encrypted values: made for one znode, never shown, and moved to another key in one revision.</summary>
[TestClass]
public sealed class SecretTests
{
    [TestMethod]
    public async Task Rotate_ValueAndDocument_AreReadableWithTheNewKeyOnly()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool();
        var keys = tool.WriteFile("keys", $"{(await tool.MustAsync("new-key", "old")).TrimEnd()}\n{(await tool.MustAsync("new-key", "new")).TrimEnd()}\n");
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", $$"""{ "default": { "connect": "{{SharedServer.Dev}}", "keyFile": "{{keys}}" } }""");
        await tool.MustAsync("init", path);
        using var typing = new Tool { Answers = "hunter2" };
        typing["CONFIGZK_PROFILES"] = tool.FileNamed("p.json");
        var encrypted = (await typing.MustAsync("encrypt", $"{path}/Db/Password", "--key", "old")).TrimEnd();
        await tool.MustAsync("set", $"{path}/Db/Password", encrypted, "-y");

        var run = await tool.RunAsync("rotate", path, "--key", "new", "-y");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Out + run.Error);
        Assert.DoesNotContain("enc:v1", run.Out);
        var rotated = (await tool.MustAsync("get", $"{path}/Db/Password", "--reveal")).TrimEnd();
        Assert.AreNotEqual(encrypted, rotated);
        var newKeyOnly = tool.WriteFile("new", (await File.ReadAllTextAsync(keys)).Split('\n')[1]);
        Assert.AreEqual("hunter2", new SecretCipher(SecretKeys.FromFile(newKeyOnly)).Decrypt(rotated));
    }

    [TestMethod]
    public async Task Encrypt_KeyThatIsMissing_IsUsage()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev) { Answers = "hunter2" };
        await tool.MustAsync("init", path);

        var run = await tool.RunAsync("encrypt", $"{path}/Db/Password", "--key", "missing");

        Assert.AreEqual(ExitCode.Usage, run.Code);
        Assert.Contains("missing", run.Error);
        Assert.DoesNotContain("hunter2", run.Error);
    }

    [TestMethod]
    public async Task Blame_AfterTwoAppliesAndDrift_NamesEach()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1", "B": "1", "C": "1" }"""), "-m", "First", "-y");
        await tool.MustAsync("set", $"{path}/B", "2", "-m", "Second", "-y");
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await client.SetDataAsync($"{path}/C", "3"u8.ToArray());

        var lines = (await tool.MustAsync("blame", path)).Split('\n');

        Assert.EndsWith("First", lines.Single(line => line.StartsWith("A ", StringComparison.Ordinal)));
        Assert.EndsWith("Second", lines.Single(line => line.StartsWith("B ", StringComparison.Ordinal)));
        Assert.Contains("(drift)", lines.Single(line => line.StartsWith("C ", StringComparison.Ordinal)));
    }
}
