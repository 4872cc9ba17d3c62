using System.Globalization;
using System.Text.RegularExpressions;
using ConfigZk.Tool.Errors;
using ZooKeeper.Testing;

namespace ConfigZk.Tool.Tests;

/// <summary>Runs the commands of a page, and compares what they print with what the page shows.</summary>
internal sealed partial class DocumentSession(string document, Tool tool)
{
    private readonly string _text = Repository.Read(document);

    /// <summary>Returns the first code block in a language.</summary>
    public string Block(string language) => Blocks().Matches(_text).First(block => block.Groups["language"].Value == language).Groups["text"].Value;

    /// <summary>Runs the console blocks below a heading, and returns the number of commands of the tool.</summary>
    public async Task<int> RunAsync(string heading)
    {
        var commands = 0;
        foreach (var block in Blocks().Matches(SectionOf(heading)).Where(block => block.Groups["language"].Value == "console"))
        {
            foreach (var shown in block.Groups["text"].Value.Split("$ ", StringSplitOptions.RemoveEmptyEntries))
            {
                var (line, output) = (shown[..shown.IndexOf('\n', StringComparison.Ordinal)], shown[(shown.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
                if (line.StartsWith("configzk ", StringComparison.Ordinal))
                {
                    await RunAsync(line, output);
                    commands++;
                }
                else if (line.Split(' ', '=') is ["export", var name, var value] && name != "CONFIGZK_CONNECT")
                {
                    tool[name] = Real(value);
                }
            }
        }

        return commands;
    }

    /// <summary>Splits a line of a page into its arguments and the exit code that it must have.</summary>
    public static (string[] Args, ExitCode? ExitCode, string Line) Shown(string line)
    {
        var command = line.Split(" # ")[0].Split(" || ")[0].Split(" < ")[0];
        ExitCode? code = Exit().Match(line) is { Success: true } exit ? (ExitCode)int.Parse(exit.Groups["code"].Value, CultureInfo.InvariantCulture) : null;
        return ([.. CommandLine.Split(command).Skip(1)], code, line);
    }

    /// <summary>Puts the files of a line into the tool's folder.</summary>
    public string[] Real(string[] args) => [.. args.Select(Real)];

    private string Real(string word) => Files().IsMatch(word) ? tool.FileNamed(word) : word;

    private async Task RunAsync(string line, string output)
    {
        var (args, code, _) = Shown(line);
        tool.Answers = line.Split(" < ") is [_, var input] ? await File.ReadAllTextAsync(tool.FileNamed(input)) : null;

        var run = await tool.RunAsync(Real(args));

        Assert.AreEqual(code ?? (args[0] == "plan" ? ExitCode.No : ExitCode.Done), run.Code, line + run.Out + run.Error);
        if (output.Length > 0)
        {
            Assert.AreEqual(Normal(output), Normal(run.Out), line + run.Error);
        }
    }

    private string SectionOf(string heading)
    {
        var start = _text.IndexOf($"## {heading}\n", StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(0, start, heading);
        var end = _text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? _text[start..] : _text[start..end];
    }

    // Times, people and zxids differ; the width of a column follows them.
    private static string Normal(string output) => Spaces().Replace(Varying().Replace(output, "…"), " ").Trim();

    [GeneratedRegex(@"```(?<language>\w+)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"# exits with (?<code>\d+)")]
    private static partial Regex Exit();

    [GeneratedRegex(@"^[\w-]+\.(yaml|backup|password|git|plan)$")]
    private static partial Regex Files();

    [GeneratedRegex(@"0x[0-9a-f]+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ|\([^\s()]+@[^\s()]+\)")]
    private static partial Regex Varying();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
