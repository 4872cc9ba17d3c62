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
    public async Task FiveMinutes_Commands_PrintWhatTheDocumentShows()
    {
        var document = Repository.Read("docs/configzk.md");
        document = document[document.IndexOf("## From nothing", StringComparison.Ordinal)..document.IndexOf("## Rules", StringComparison.Ordinal)];
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var tool = new Tool(server.ConnectionString);
        tool.WriteFile("shop.yaml", Block().Matches(document).First(block => block.Groups["language"].Value == "yaml").Groups["text"].Value);
        var commands = 0;
        foreach (var lines in Block().Matches(document).Where(block => block.Groups["language"].Value == "console").Select(block => block.Groups["text"].Value))
        {
            foreach (var shown in lines.Split("$ ", StringSplitOptions.RemoveEmptyEntries).Where(shown => shown.StartsWith("configzk", StringComparison.Ordinal)))
            {
                var (line, output) = (shown[..shown.IndexOf('\n', StringComparison.Ordinal)], shown[(shown.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
                var args = Word().Matches(line).Select(word => word.Value.Trim('"')).Skip(1).Select(word => word == "shop.yaml" ? tool.FileNamed(word) : word).ToArray();

                var run = await tool.RunAsync(args);

                Assert.AreEqual(Normal(output), Normal(run.Out), line + run.Error);
                commands++;
            }
        }

        Assert.AreEqual(5, commands);
    }

    // Times, people and zxids differ; the width of a column follows them.
    private static string Normal(string output) => Spaces().Replace(Varying().Replace(output, "…"), " ").Trim();

    [GeneratedRegex(@"^\| (?<code>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();

    [GeneratedRegex(@"```(?<language>\w+)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"0x[0-9a-f]+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ|\([^\s()]+@[^\s()]+\)")]
    private static partial Regex Varying();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
