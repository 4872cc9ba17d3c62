using System.Text.RegularExpressions;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ConfigZk.Tool.Tests;

/// <summary>The documents say what the tool does.</summary>
[TestClass]
public sealed partial class DocumentTests
{
    [TestMethod]
    public void Commands_InTheDocument_AreThoseOfTheTool()
    {
        var shell = new ToolShell(new ToolConsole(TextReader.Null, TextWriter.Null, TextWriter.Null), _ => null);
        var expected = Reference.Write(ToolRoot.Create(shell));
        var file = Path.Combine(Repository.Root, "docs", "configzk-commands.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCUMENTS") is "yes")
        {
            File.WriteAllText(file, expected);
        }

        Assert.AreEqual(expected, File.ReadAllText(file), "UPDATE_DOCUMENTS=yes writes the document again.");
    }

    [TestMethod]
    public void ExitCodes_InTheDocument_AreThoseOfTheTool()
    {
        var listed = ExitCodeRow().Matches(Repository.Read("docs/configzk.md")).Select(row => int.Parse(row.Groups["code"].Value, System.Globalization.CultureInfo.InvariantCulture));

        CollectionAssert.AreEqual(Enum.GetValues<ExitCode>().Select(code => (int)code).ToArray(), listed.ToArray());
    }

    [TestMethod]
    public void Commands_InAllDocuments_AreUnderstood()
    {
        var shell = new ToolShell(new ToolConsole(TextReader.Null, TextWriter.Null, TextWriter.Null), _ => null);
        string[] documents = [Path.Combine(Repository.Root, "docs", "configzk.md"), .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "configzk"), "*.md")];
        var lines = documents.SelectMany(file => Command().Matches(File.ReadAllText(file))).Select(match => DocumentSession.Shown(match.Groups["line"].Value)).ToArray();
        Assert.IsGreaterThan(20, lines.Length);

        foreach (var (args, _, line) in lines)
        {
            Assert.IsEmpty(ToolRoot.Create(shell).Parse(args).Errors, line);
        }
    }

    [TestMethod]
    public void Pitfalls_InTheDocument_AreTests()
    {
        var table = Repository.Read("docs/revisions.md").Split("## Pitfalls of others")[1];
        var tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var named = TestName().Matches(table).Select(name => name.Groups["name"].Value).ToArray();
        Assert.IsGreaterThan(10, named.Length);

        Assert.IsEmpty(named.Where(name => !tests.Contains($" {name}(", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task FiveMinutes_Commands_PrintWhatTheDocumentShows()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var tool = new Tool(server.ConnectionString);
        var page = new DocumentSession("docs/configzk.md", tool);
        tool.WriteFile("shop.yaml", page.Block("yaml"));

        Assert.AreEqual(5, await page.RunAsync("From nothing to a rollback in five minutes"));
    }

    [TestMethod]
    public async Task DisasterRecovery_Commands_BringEverythingBack()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var tool = new Tool(server.ConnectionString);
        await tool.MustAsync("apply", "/config/shop", "-f", tool.WriteFile("shop.yaml", "Shop:\n  Title: Corner shop\n"), "-y");
        await tool.MustAsync("set", "/config/shop/Shop/Title", "Night shop", "-y");
        var page = new DocumentSession("docs/configzk/disaster-recovery.md", tool);

        Assert.AreEqual(2, await page.RunAsync("A value"));
        Assert.AreEqual(3, await page.RunAsync("Back up"));
        await server.WipeAsync();
        Assert.AreEqual(3, await page.RunAsync("Restore into an empty ensemble"));
        Assert.AreEqual(2, await page.RunAsync("Restore elsewhere"));
        Assert.AreEqual(2, await page.RunAsync("An import was interrupted"));
        Assert.AreEqual("Corner shop\n", await tool.MustAsync("get", "/config/shop/Shop/Title"));
    }

    [TestMethod]
    public async Task Permissions_Commands_LetOperatorsWriteAndApplicationsRead()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Shop/Title"] = "Corner shop" } });
        using var tool = new Tool(server.ConnectionString);
        tool.WriteFile("ops.password", "night-watch\n");
        tool.WriteFile("shop.password", "corner-shop\n");
        tool.WriteFile("pay.password", "till-7\n");
        var page = new DocumentSession("docs/configzk/permissions.md", tool);

        Assert.AreEqual(5, await page.RunAsync("Set them once"));
        Assert.AreEqual(4, await page.RunAsync("Check them"));
        Assert.AreEqual(6, await page.RunAsync("Several teams"));
    }

    [TestMethod]
    public async Task GitOps_Job_PlansAppliesAndFindsDrift()
    {
        using var tool = new Tool(SharedServer.Dev);
        tool.WriteFile("shop.yaml", "Shop:\n  Title: Corner shop\n");
        var page = new DocumentSession("docs/configzk/gitops.md", tool);
        await tool.RunAsync("init", "/config/shop");

        foreach (Match step in Command().Matches(page.Block("yaml")))
        {
            var (args, _, line) = DocumentSession.Shown(step.Groups["line"].Value);
            var run = await tool.RunAsync(page.Real(args));
            Assert.AreEqual(line.Contains("test $? = 1", StringComparison.Ordinal) ? ExitCode.No : ExitCode.Done, run.Code, line + run.Error);
        }

        Assert.AreEqual(1, await page.RunAsync("An emergency"));
        Assert.AreEqual(ExitCode.No, (await tool.RunAsync("plan", "/config/shop", "-f", tool.FileNamed("shop.yaml"), "--prune")).Code, "the merge would undo it");
    }

    [GeneratedRegex("`(?<name>\\w+_\\w+_\\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^\| (?<code>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();

    [GeneratedRegex(@"^(\$|.*run:) (?<line>configzk .*)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
