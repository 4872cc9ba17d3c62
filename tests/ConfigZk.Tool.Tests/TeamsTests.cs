using ConfigZk.Tool.Errors;
using ZooKeeper.DevServer;

namespace ConfigZk.Tool.Tests;

/// <summary>Two teams with credentials of their own work on one ensemble, as operators have set it up.</summary>
[TestClass]
public sealed class TeamsTests
{
    private const string All = "ip:127.0.0.1:cdrwa"; // the operators of these tests

    [TestMethod]
    public async Task Commands_TeamWithItsOwnHistory_WorkAndThoseOfTheOtherTeamDoNot()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var ops = new Tool(server.ConnectionString) { ["CONFIGZK_USER"] = "ops", ["CONFIGZK_PASSWORD"] = "night" };
        var (shop, pay) = (await TeamAsync(ops, server, "shop"), await TeamAsync(ops, server, "pay"));
        using (shop)
        using (pay)
        {
            string[][] commands =
            [
                ["set", "/config/shop/Title", "2", "-y"], ["apply", "/config/shop", "-f", shop.WriteFile("a.json", """{ "A": "1" }"""), "-y"], ["history", "/config/shop"],
                ["drift", "/config/shop"], ["rollback", "/config/shop", "-y"], ["revert", "/config/shop", "2", "-y"], ["compact", "/config/shop"],
                ["import", "/config/shop", "-f", shop.WriteFile("b.json", """{ "B": "1" }"""), "-y"], ["doctor", "/config/shop"],
            ];
            foreach (var command in commands)
            {
                await shop.MustAsync(command);
            }

            foreach (var command in commands[..7])
            {
                var run = await pay.RunAsync(command);
                Assert.AreEqual(ExitCode.NotPermitted, run.Code, $"{string.Join(' ', command)}: {run.Out}{run.Error}");
            }
        }
    }

    [TestMethod]
    [DataRow("/configzk/history/config:typo")]
    [DataRow("/configzk/history/config:typo/head")]
    public async Task AclSet_HistoryThatDoesNotExist_CreatesNothing(string path)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var tool = new Tool(server.ConnectionString);
        await tool.MustAsync("init", "/config/shop");

        var run = await tool.RunAsync("acl", "set", path, All, "-y");

        Assert.AreNotEqual(ExitCode.Done, run.Code);
        Assert.DoesNotContain("typo", await tool.MustAsync("ls", "/configzk/history"));
    }

    /// <summary>Begins a history that only a team and the operators can read, and returns the tool of that team.</summary>
    private static async Task<Tool> TeamAsync(Tool ops, ZooKeeperDevServer server, string team)
    {
        var tool = new Tool(server.ConnectionString);
        tool["CONFIGZK_USER"] = team;
        tool["CONFIGZK_PASSWORD"] = "pw";
        var user = $"{await IdAsync(team, "pw")}:cdrwa";
        await ops.MustAsync("apply", $"/config/{team}", "-f", ops.WriteFile("a.json", """{ "Title": "1" }"""), "-y");
        await ops.MustAsync("acl", "set", $"/configzk/history/config:{team}", $"{user},{await IdAsync("ops", "night")}:cdrwa", "-y");
        return tool;
    }

    private static async Task<string> IdAsync(string user, string password)
    {
        using var typing = new Tool { Answers = password };
        return (await typing.MustAsync("acl", "digest", user)).TrimEnd();
    }
}
