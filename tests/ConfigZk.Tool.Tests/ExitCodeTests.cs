using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ConfigZk.Tool.Tests;

/// <summary>What went wrong is told by the exit code, with a message that names the thing, and nothing is written.</summary>
[TestClass]
public sealed class ExitCodeTests
{
    [TestMethod]
    [DataRow("is not a path", "get", "config/shop")]
    [DataRow("is not a path", "get", "/config/")]
    [DataRow("Unrecognized command", "frobnicate")]
    [DataRow("--file is missing", "plan", "/config/x")]
    [DataRow("does not exist", "plan", "/config/x", "-f", "no-such-file.json")]
    [DataRow("is not the file of a plan", "apply", "/config/x")]
    [DataRow("between 1 and 86400", "ls", "/", "--timeout", "0")]
    [DataRow("no profile 'prod'", "ls", "prod:/config")]
    [DataRow("Use one of them", "ls", "prod:/config", "--connect", "zk1:2181")]
    [DataRow("Separate servers by commas", "ls", "/config", "--connect", "zk1;zk2")]
    [DataRow("--count must be at least 1", "history", "/config", "-n", "0")]
    [DataRow("--count must be at least 1", "watch", "/config", "--count", "-1")]
    [DataRow("--port must be between 0 and 65535", "dev", "--port", "99999")]
    [DataRow("--port must be at most 2147483647, not '99999999999'", "dev", "--port", "99999999999")]
    [DataRow("--count must be a whole number, not 'abc'", "history", "/config", "-n", "abc")]
    [DataRow("--timeout must be a whole number, not '1.5'", "ls", "/", "--timeout", "1.5")]
    [DataRow("--before must be a whole number, not 'x'", "history", "/config", "--before", "x")]
    [DataRow("--to must be a whole number, not ''", "rollback", "/config", "--to", "")]
    [DataRow("revision must be a whole number, not 'abc'", "show", "/config", "abc")]
    [DataRow("revision must be a whole number, not 'abc'", "revert", "/config", "abc")]
    [DataRow("--output must be json, table or yaml, not 'xml'", "ls", "/", "-o", "xml")]
    [DataRow("--format must be env, folder, json, properties, yaml or znodes, not 'toml'", "export", "/config", "--format", "toml")]
    [DataRow("--format must be env, folder, json, properties, yaml or znodes, not '1'", "edit", "/config", "--format", "1")]
    public async Task Run_WrongCommandLine_IsUsage(string message, params string[] args)
    {
        using var tool = new Tool(SharedServer.Dev);

        var run = await tool.RunAsync(args);

        Assert.AreEqual(ExitCode.Usage, run.Code, run.Error);
        Assert.Contains(message, run.Error);
        Assert.DoesNotContain("System.", run.Error);
    }

    [TestMethod]
    public async Task Run_Misspelt_SaysSoWithoutTheWholeHelp()
    {
        using var tool = new Tool(SharedServer.Dev);

        var misspelt = await tool.RunAsync("hist", "/config/shop");
        Assert.AreEqual(ExitCode.Usage, misspelt.Code);
        Assert.DoesNotContain("Commands:", misspelt.Out + misspelt.Error);
        Assert.Contains("history", misspelt.Out + misspelt.Error);

        var nothing = await tool.RunAsync();
        Assert.AreEqual(ExitCode.Usage, nothing.Code);
        Assert.Contains("Commands:", nothing.Out);
    }

    [TestMethod]
    public async Task Get_Folder_SaysWhereToLook()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("set", $"{path}/Db/Timeout", "30", "--root", path, "-y");

        var run = await tool.RunAsync("get", $"{path}/Db");

        Assert.AreEqual((ExitCode.No, ""), (run.Code, run.Out));
        Assert.Contains($"configzk ls {path}/Db", run.Error);
    }

    [TestMethod]
    [DataRow(ExitCode.No, "get", "/no/such/znode")]
    [DataRow(ExitCode.Usage, "get", "no-path")]
    [DataRow(ExitCode.Usage, "get", "/", "--frobnicate", "-o", "json")]
    public async Task Run_ErrorsCannotBeWritten_IsTheSameExitCode(object expected, params string[] args)
    {
        using var full = new FullDevice();
        var shell = new ToolShell(new ToolConsole(TextReader.Null, TextWriter.Null, full), variable => variable == "CONFIGZK_CONNECT" ? SharedServer.Dev : null);

        Assert.AreEqual((ExitCode)expected, (ExitCode)await ToolRoot.RunAsync(args, shell, CancellationToken.None));
    }

    [TestMethod]
    public async Task Run_NoServerGiven_IsUsageWithTheWaysToGiveOne()
    {
        using var tool = new Tool();

        var run = await tool.RunAsync("ls", "/");

        Assert.AreEqual(ExitCode.Usage, run.Code);
        Assert.Contains("CONFIGZK_CONNECT", run.Error);
    }

    [TestMethod]
    public async Task Run_NoServerAnswers_IsNoServer()
    {
        using var tool = new Tool($"127.0.0.1:{FreePort.Next()}");

        var run = await tool.RunAsync("ls", "/", "--timeout", "60");

        Assert.AreEqual(ExitCode.NoServer, run.Code, run.Error);
        Assert.Contains("configzk doctor", run.Error);
    }

    [TestMethod]
    public async Task Run_ServerThatIsSilent_TimesOut()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        using var tool = new Tool($"127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}");

        var run = await tool.RunAsync("ls", "/", "--timeout", "1");

        Assert.AreEqual(ExitCode.TimedOut, run.Code, run.Error);
        Assert.Contains("within 1 seconds", run.Error);
    }

    [TestMethod]
    public async Task Run_ZnodeOfAnotherUser_IsNotPermitted()
    {
        var path = SharedServer.UniquePath();
        await using var owner = await SharedServer.ConnectAsync(SharedServer.Dev);
        await owner.CreateWithParentsAsync(path, "x"u8.ToArray());
        await owner.SetAclAsync(path, [Acl.Digest(Permissions.All, "alice", "pw")]);
        using var tool = new Tool(SharedServer.Dev);

        var run = await tool.RunAsync("get", path);
        Assert.AreEqual(ExitCode.NotPermitted, run.Code, run.Error);
        Assert.Contains(path, run.Error);

        tool["CONFIGZK_USER"] = "alice";
        tool["CONFIGZK_PASSWORD_FILE"] = tool.WriteFile("pw", "pw\n");
        Assert.AreEqual("x\n", await tool.MustAsync("get", path));
    }

    [TestMethod]
    [DataRow("bad.json", "{ \"A\": 1,, }", "line")]
    [DataRow("bad.yaml", "A:\n  B: [1, 2\nC: 3\n", "line")]
    [DataRow("twice.yaml", "A: 1\nA: 2\n", "A")]
    public async Task Plan_InvalidFile_IsNoWithTheLineAndWithoutTheValue(string name, string content, string expected)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);

        var run = await tool.RunAsync("plan", path, "-f", tool.WriteFile(name, content));

        Assert.AreEqual(ExitCode.No, run.Code, run.Error);
        Assert.Contains(name, run.Error);
        Assert.Contains(expected, run.Error);
        Assert.AreEqual(ExitCode.No, (await tool.RunAsync("get", path)).Code, "nothing is written");
    }

    [TestMethod]
    public async Task Apply_InvalidStandardInput_NamesIt()
    {
        using var tool = new Tool(SharedServer.Dev) { Answers = "" };

        var run = await tool.RunAsync("apply", SharedServer.UniquePath(), "-f", "-", "--format", "json", "-y");

        Assert.AreEqual(ExitCode.No, run.Code);
        Assert.Contains("Cannot read the standard input: it is not valid JSON", run.Error);
    }

    [TestMethod]
    public async Task Apply_LongerThanTheServersAccept_DoesNotAdviseToRunItAgain()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { MaxRequestLength = 64 * 1024 });
        using var tool = new Tool(server.ConnectionString);
        await tool.MustAsync("set", "/shop/Title", "1", "--root", "/shop", "-y");

        var run = await tool.RunAsync("apply", "/shop", "-f", tool.WriteFile("a.json", $$"""{ "Title": "{{new string('x', 100_000)}}" }"""), "-y");

        Assert.AreEqual(ExitCode.No, run.Code, run.Error);
        Assert.Contains("jute.maxbuffer", run.Error);
        Assert.DoesNotContain("again", run.Error);
        Assert.AreEqual("1\n", await tool.MustAsync("get", "/shop/Title"));
    }

    [TestMethod]
    public async Task Dev_PortInUse_SaysSo()
    {
        using var tool = new Tool();
        var port = SharedServer.Dev.Split(':')[1];

        var run = await tool.RunAsync("dev", "--port", port);

        Assert.AreEqual(ExitCode.No, run.Code);
        Assert.Contains($"port {port} is in use", run.Error);
        Assert.Contains("--port 0", run.Error);
    }

    [TestMethod]
    public async Task Adopt_PathThatIsNotManaged_SaysSo()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);

        foreach (var command in new[] { (string[])["adopt", path, "-y"], ["drift", path], ["drift", path, "--revert", "-y"], ["rollback", path, "-y"], ["revert", path, "1", "-y"] })
        {
            var run = await tool.RunAsync(command);
            Assert.AreEqual((ExitCode.No, ""), (run.Code, run.Out));
            Assert.Contains($"'{path}' is not managed", run.Error);
        }
    }

    [TestMethod]
    public async Task Apply_PlanOfAnotherTree_IsUsage()
    {
        var (one, other) = (SharedServer.UniquePath(), SharedServer.UniquePath());
        using var tool = new Tool(SharedServer.Dev);
        await tool.RunAsync("plan", one, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "--save", tool.FileNamed("p.plan"));
        await File.WriteAllTextAsync(tool.FileNamed("forged.plan"), (await File.ReadAllTextAsync(tool.FileNamed("p.plan"))).Replace(one, other, StringComparison.Ordinal));
        await tool.MustAsync("apply", other, "-f", tool.WriteFile("b.json", """{ "B": "1" }"""), "-y");

        var run = await tool.RunAsync("apply", tool.FileNamed("forged.plan"), "-y");

        Assert.AreEqual(ExitCode.Conflict, run.Code, run.Error);
    }

    [TestMethod]
    public async Task Set_NothingManagedAbove_AsksForTheRoot()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);

        var run = await tool.RunAsync("set", $"{path}/Db/Timeout", "30", "-y");
        Assert.AreEqual(ExitCode.Usage, run.Code, run.Error);
        Assert.Contains("--root", run.Error);

        await tool.MustAsync("set", $"{path}/Db/Timeout", "30", "--root", path, "-y");
        await tool.MustAsync("set", $"{path}/Db/Timeout", "31", "-y");
        Assert.AreEqual(2, (await tool.RunAsync("history", path, "-o", "json")).Json["revisions"]!.AsArray().Count);
    }

    private sealed class FullDevice : StringWriter
    {
        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Write(string? value) => throw new IOException("No space left on device");

        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
