using System.CommandLine;
using System.Text.RegularExpressions;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ConfigZk.Tool.Tests;

/// <summary>What people see in a terminal of 80 columns, with and without colour. The pictures of the documents are made here.</summary>
[TestClass]
public sealed partial class TerminalTests
{
    private const int Columns = 80;

    private static readonly Author Alice = new("alice", "desk-7");

    [TestMethod]
    public async Task Help_OfEveryCommand_Fits()
    {
        using var tool = new Tool { Width = Columns };
        foreach (var command in CommandLines(ToolRoot.Create(new ToolShell(new ToolConsole(TextReader.Null, TextWriter.Null, TextWriter.Null), _ => null)), []))
        {
            EnsureFits((await tool.RunAsync([.. command, "--help"])).Out, string.Join(' ', command));
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Output_LongKeysValuesAndMessages_Fits(bool hasColour)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev) { Width = Columns, HasColour = hasColour };
        var file = tool.WriteFile("a.json", $$"""{ "{{new string('k', 100)}}": "{{new string('v', 200)}}", "Text": "1\n2", "Doc.json": "{ \"{{new string('d', 90)}}\": 1 }" }""");
        await tool.MustAsync("apply", path, "-f", file, "-m", string.Join(' ', Enumerable.Repeat("because", 30)), "-y");
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await client.SetDataAsync($"{path}/Text", "1\n3"u8.ToArray());
        string[][] commands =
        [
            ["plan", path, "-f", tool.WriteFile("b.json", (await File.ReadAllTextAsync(file)).Replace("vvv", "www", StringComparison.Ordinal).Replace(": 1", ": 2", StringComparison.Ordinal))],
            ["history", path], ["diff", $"{path}@0", path], ["drift", path], ["ls", path], ["tree", path], ["search", path, "v"], ["show", path, "1"], ["blame", path],
        ];
        foreach (var command in commands)
        {
            var run = await tool.RunAsync(command);
            Assert.IsGreaterThan(0, run.Out.Length, run.Error);
            Assert.AreEqual(hasColour && command[0] is not ("ls" or "tree" or "search"), run.Out.Contains('\u001b'), command[0]);
            EnsureFits(run.Out, string.Join(' ', command));
        }
    }

    [TestMethod]
    public async Task Pictures_InTheDocuments_ShowWhatTheToolPrints()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await ApplyAsync(server);
        using var colour = new Tool(server.ConnectionString) { Width = Columns, HasColour = true };
        using var plain = new Tool(server.ConnectionString) { Width = Columns };
        var plan = colour.WriteFile("shop.yaml", """
            Shop:
              Title: Night shop
              Banner: Sale
              Settings.json: '{ "Discount": 10, "Currency": "EUR" }'
            Db:
              Timeout: 60
              Password: hunter3
            """);
        File.Copy(plan, plain.FileNamed("shop.yaml"));
        string[] planned = ["plan", "/config/shop", "-f", "shop.yaml", "--prune"];
        Picture.Check("help", "configzk --help", (await colour.RunAsync("--help")).Out.Replace(RootCommand.ExecutableName, "configzk", StringComparison.Ordinal));
        Picture.Check("plan", $"configzk {string.Join(' ', planned)}", (await colour.RunAsync([.. planned[..3], plan, planned[4]])).Out);
        Picture.Check("plan-plain", $"NO_COLOR=1 configzk {string.Join(' ', planned)}", (await plain.RunAsync([.. planned[..3], plain.FileNamed("shop.yaml"), planned[4]])).Out);
        Picture.Check("history", "configzk history /config/shop", (await colour.RunAsync("history", "/config/shop")).Out);
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.SetDataAsync("/config/shop/Shop/Banner", "Closed"u8.ToArray());
        await client.DeleteAsync("/config/shop/Shop/Hours");
        Picture.Check("drift", "configzk drift /config/shop", (await colour.RunAsync("drift", "/config/shop")).Out);
    }

    private static async Task ApplyAsync(ZooKeeperDevServer server)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var time = new ManualTime();
        time.SetUtcNow(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        await using var root = await ManagedRoot.OpenAsync(client, "/config/shop", new ManagedRootOptions { TimeProvider = time });
        var shop = new DesiredState().Set("Shop/Title", "Corner shop").Set("Shop/Banner", "Sale").Set("Shop/Hours", "8-18").Set("Db/Timeout", "30").Set("Db/Password", "hunter2")
            .Set("Shop/Settings.json", """{ "Discount": 5, "Currency": "EUR" }""");
        await root.ApplyAsync(await root.PlanAsync(shop), "First", Alice);
        time.Advance(TimeSpan.FromHours(9.5));
        await root.ApplyAsync(await root.PlanAsync(new DesiredState().Set("Shop/Title", "Night shop")), "Night prices, as agreed with the sales team on Monday", Alice);
        time.Advance(TimeSpan.FromMinutes(7));
        await root.ApplyAsync(await root.PlanRollbackAsync(), "Too early", new Author("bob", "desk-9"));
    }

    private static IEnumerable<string[]> CommandLines(Command parent, string[] line) =>
        parent.Subcommands.SelectMany(command => CommandLines(command, [.. line, command.Name])).Prepend(line);

    private static void EnsureFits(string output, string what)
    {
        foreach (var line in output.Split('\n'))
        {
            Assert.IsLessThanOrEqualTo(Columns, Codes().Replace(line, "").Length, $"{what}: {line}");
        }
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Codes();
}
