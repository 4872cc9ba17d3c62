using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Tests;

/// <summary>A file is checked without a server, by the rules of the applications.</summary>
[TestClass]
public sealed class ValidateTests
{
    [TestMethod]
    [DataRow("good.yaml", "Title: x\nSettings.json: '{ \"A\": 1 }'\n", null)]
    [DataRow("bad.json", "{ \"A\": 1,, }", "line")]
    [DataRow("document.yaml", "Title: x\nSettings.json: '{ \"A\": hunter2 }'\n", "/Settings.json")]
    [DataRow("binary.yaml", "Title: !!binary //79/A==\n", "/Title")]
    [DataRow("dots.json", """{ "..": "1" }""", "..")]
    [DataRow("zookeeper.json", """{ "\u0000": "1" }""", "U+0000")]
    public async Task Validate_File_ExitsWithItsAnswer(string name, string content, string? fault)
    {
        using var tool = new Tool();

        var run = await tool.RunAsync("validate", "-f", tool.WriteFile(name, content));

        Assert.AreEqual(fault is null ? ExitCode.Done : ExitCode.No, run.Code, run.Out + run.Error);
        Assert.Contains(fault ?? "is valid: ", run.Out + run.Error);
        Assert.DoesNotContain("hunter2", run.Out + run.Error);
    }

    [TestMethod]
    public async Task Validate_EncryptedForAnotherKey_IsInvalidIfThereAreKeys()
    {
        using var tool = new Tool { Answers = "hunter2" };
        var path = SharedServer.UniquePath();
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", $$"""{ "default": { "connect": "{{SharedServer.Dev}}", "keyFile": "{{tool.WriteFile("keys", await tool.MustAsync("new-key", "k"))}}" } }""");
        await tool.MustAsync("init", path);
        var file = tool.WriteFile("a.yaml", $"Password: {await tool.MustAsync("encrypt", $"{path}/Password", "--key", "k")}");
        await tool.MustAsync("validate", "-f", file);

        tool.WriteFile("keys", await tool.MustAsync("new-key", "k"));
        Assert.AreEqual(ExitCode.No, (await tool.RunAsync("validate", "-f", file)).Code);
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("none.json", "{}");
        await tool.MustAsync("validate", "-f", file);
    }

    [TestMethod]
    public async Task Plan_DocumentThatApplicationsCannotRead_Warns()
    {
        using var tool = new Tool(SharedServer.Dev);

        var run = await tool.RunAsync("plan", SharedServer.UniquePath(), "-f", tool.WriteFile("a.yaml", "Settings.json: '{ \"A\": hunter2 }'\n"));

        Assert.AreEqual(ExitCode.No, run.Code);
        Assert.Contains("Warning: Applications will reject the reload", run.Error);
        Assert.DoesNotContain("hunter2", run.Error);
    }
}
