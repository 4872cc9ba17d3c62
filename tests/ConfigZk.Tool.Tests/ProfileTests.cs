using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Tests;

[TestClass]
public sealed class ProfileTests
{
    [TestMethod]
    public async Task Load_MisspeltProperty_IsAnError()
    {
        using var tool = new Tool();
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", """{ "prod": { "connect": "zk1:2181", "protect": ["/config"] } }""");

        var run = await tool.RunAsync("ls", "prod:/");

        Assert.AreEqual(ExitCode.Usage, run.Code);
        Assert.Contains("p.json", run.Error);
    }

    [TestMethod]
    [DataRow("""{ "prod": null }""", "prod")]
    [DataRow("""{ "prod": { "connect": null } }""", "connect")]
    [DataRow("""{ "prod": { "secrets": null } }""", "secrets")]
    [DataRow("""{ "prod": { "secrets": [null] } }""", "prod")]
    [DataRow("""{ "prod": { "protected": null } }""", "protected")]
    [DataRow("""{ "prod": { "protected": [null] } }""", "prod")]
    [DataRow("""{ "prod": { "protected": ["/config/"] } }""", "'/config/'")]
    [DataRow("""{ "prod": { "protected": ["config"] } }""", "'config'")]
    [DataRow("""{ "prod": { "digest": { "user": null } } }""", "user")]
    public async Task Load_WhatWouldNotProtect_IsAnError(string profiles, string named)
    {
        using var tool = new Tool();
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", profiles);

        foreach (var command in new[] { (string[])["profiles"], ["ls", "prod:/"] })
        {
            var run = await tool.RunAsync(command);
            Assert.AreEqual(ExitCode.Usage, run.Code, run.Error);
            Assert.Contains("p.json", run.Error);
            Assert.Contains(named, run.Error);
        }
    }

    [TestMethod]
    public async Task Resolve_Precedence_IsConnectThenProfileThenVariablesThenDefault()
    {
        using var tool = new Tool();
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", $$"""{ "default": { "connect": "127.0.0.1:1" }, "good": { "connect": "{{SharedServer.Dev}}" } }""");

        await tool.MustAsync("ls", "/", "--connect", SharedServer.Dev);
        await tool.MustAsync("ls", "good:/");
        await tool.MustAsync("ls", "/", "--profile", "good");
        Assert.AreEqual(ExitCode.TimedOut, (await tool.RunAsync("ls", "/", "--timeout", "1")).Code, "the default");
        tool["CONFIGZK_PROFILE"] = "good";
        await tool.MustAsync("ls", "/");
        tool["CONFIGZK_CONNECT"] = "127.0.0.1:1";
        Assert.AreEqual(ExitCode.TimedOut, (await tool.RunAsync("ls", "/", "--timeout", "1")).Code, "CONFIGZK_CONNECT comes before CONFIGZK_PROFILE");
    }

    [TestMethod]
    public async Task Diff_TwoEnvironments_ComparesThem()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool();
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", $$"""{ "test": { "connect": "{{SharedServer.Dev}}" }, "prod": { "connect": "{{await SharedServer.ApacheAsync()}}" } }""");
        await tool.MustAsync("apply", $"test:{path}", "-f", tool.WriteFile("a.json", """{ "A": "1", "B": "2" }"""), "-y");
        await tool.MustAsync("apply", $"prod:{path}", "-f", tool.WriteFile("b.json", """{ "A": "1", "B": "3" }"""), "-y");

        var run = await tool.RunAsync("diff", $"test:{path}", $"prod:{path}");

        Assert.AreEqual(ExitCode.No, run.Code);
        Assert.Contains("\"2\" → \"3\"", run.Out);
        Assert.Contains("1 change", run.Out);
    }

    [TestMethod]
    public async Task Completion_OfEachShell_AsksTheTool()
    {
        using var tool = new Tool();
        foreach (var shell in new[] { "bash", "zsh", "fish", "pwsh" })
        {
            Assert.Contains("[suggest:", await tool.MustAsync("completion", shell));
        }

        Assert.Contains("apply", await tool.MustAsync("[suggest:3]", "app"));
    }
}
