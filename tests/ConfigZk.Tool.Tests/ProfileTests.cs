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
    [DataRow("", "default")]
    [DataRow("CONFIGZK_CONNECT", "default")]
    [DataRow("CONFIGZK_PROFILE", "prod")]
    public async Task Resolve_OtherServersWithoutAProfile_KeepsWhatItProtects(string variable, string profile)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool();
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", $$"""
            {
              "{{profile}}": {
                "connect": "127.0.0.1:1", "controlPath": "/ops{{path.Replace('/', '-')}}", "protected": ["{{path}}"], "secrets": ["*colour*"],
                "digest": { "user": "alice", "passwordVariable": "NOT_SET" }, "tls": { "caFile": "/not/there.pem" }
              }
            }
            """);
        if (variable.Length > 0)
        {
            tool[variable] = variable == "CONFIGZK_CONNECT" ? SharedServer.Dev : profile;
        }

        string[] connect = variable == "CONFIGZK_CONNECT" ? [] : ["--connect", SharedServer.Dev];

        var set = await tool.RunAsync(["set", $"{path}/Colour", "red", "--root", path, "-y", .. connect]);
        Assert.AreEqual(ExitCode.Usage, set.Code, set.Error);
        Assert.Contains($"'{path}' is protected", set.Error);
        await tool.MustAsync(["set", $"{path}/Colour", "red", "--root", path, "-y", "--confirm", path, .. connect]);
        Assert.DoesNotContain("red", await tool.MustAsync(["ls", path, .. connect]));
        Assert.Contains("history", await tool.MustAsync(["ls", $"/ops{path.Replace('/', '-')}", .. connect]));
    }

    [TestMethod]
    public async Task Resolve_OtherServersAndAProfile_UsesItsCredentials()
    {
        using var tool = new Tool();
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", """{ "prod": { "connect": "127.0.0.1:1", "digest": { "user": "alice", "passwordVariable": "NOT_SET" } } }""");

        var run = await tool.RunAsync("ls", "/", "--connect", SharedServer.Dev, "--profile", "prod");

        Assert.AreEqual(ExitCode.Usage, run.Code);
        Assert.Contains("NOT_SET", run.Error);
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
