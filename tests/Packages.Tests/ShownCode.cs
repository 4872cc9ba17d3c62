using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>The C# blocks of the documents for newcomers, each pasted where its first line says.</summary>
internal static partial class ShownCode
{
    private const string Build = "var app = builder.Build();\n";
    private const string AtTheTop = "At the top: ";

    /// <summary>The program that the others continue.</summary>
    public static string Quickstart { get; } = BlocksOf("README.md").First();

    /// <summary>The programs for the web template.</summary>
    public static IReadOnlyList<string> WebPrograms { get; } = [.. All().Where(block => !IsForConsole(block)).Select(Paste)];

    /// <summary>The programs for the console template.</summary>
    public static IReadOnlyList<string> ConsolePrograms { get; } = [.. All().Where(IsForConsole).Select(Paste)];

    private static IEnumerable<string> All() => new[] { "README.md", "docs/getting-started.md", "docs/operating.md" }.SelectMany(BlocksOf).Distinct();

    private static IEnumerable<string> BlocksOf(string document) => Block().Matches(Repository.Read(document)).Select(match => match.Groups["code"].Value + "\n");

    private static bool IsForConsole(string block) =>
        block.StartsWith("// Program.cs of a console", StringComparison.Ordinal) || block.StartsWith("// A", StringComparison.Ordinal);

    private static string Paste(string block)
    {
        var place = block[..block.IndexOf('\n', StringComparison.Ordinal)];
        var usings = place.IndexOf(AtTheTop, StringComparison.Ordinal) is >= 0 and var start ? place[(start + AtTheTop.Length)..].Replace("; ", ";\n", StringComparison.Ordinal) + "\n" : "";
        usings = string.Concat(usings.Split('\n').Where(line => line.Length > 0 && !Quickstart.Contains(line, StringComparison.Ordinal)).Select(line => line + "\n"));
        return usings + place switch
        {
            _ when place.Contains("before builder.Build()", StringComparison.Ordinal) => Quickstart.Replace(Build, block + Build, StringComparison.Ordinal),
            _ when place.Contains("after builder.Build()", StringComparison.Ordinal) => WithHealth(Quickstart.Replace(Build, Build + block, StringComparison.Ordinal)),
            _ when place.StartsWith("// Any method with an IConfiguration", StringComparison.Ordinal) =>
                "using Microsoft.Extensions.Configuration;\nvar configuration = new ConfigurationManager();\n" + block,
            _ when place.StartsWith("// An async method, with the connection string", StringComparison.Ordinal) => "var connectionString = args[0];\n" + block,
            _ => block,
        };
    }

    // The block before it in the document.
    private static string WithHealth(string program) => program.Contains("MapHealthChecks", StringComparison.Ordinal)
        ? program.Replace(Build, "builder.Services.AddHealthChecks().AddZooKeeperConfiguration();\n" + Build, StringComparison.Ordinal)
        : program;

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
