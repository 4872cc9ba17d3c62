using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>What the documents show in C# is what is compiled, and mostly run, here: in <c>*Snippets.cs</c>, or as a sample.</summary>
[TestClass]
public sealed partial class DocumentTests
{
    private static readonly string[] Samples = ["samples/Quickstart/Program.cs", "samples/Worker/Program.cs", "samples/Console/Program.cs"];

    private static readonly string[] Compiled = [.. Snippets().Select(snippet => snippet.Code), .. Samples.Select(sample => Repository.Read(sample).TrimEnd('\n'))];

    [TestMethod]
    public void Documents_CSharp_IsTheCompiledCode()
    {
        var shown = Documents.All.SelectMany(document => CodeOf(document).Select(code => (Document: document, Code: code))).ToArray();

        Assert.IsGreaterThan(20, shown.Length);
        var others = shown.Where(block => !Compiled.Contains(block.Code));
        Assert.AreEqual("", string.Join("\n", others.Select(block => $"{block.Document} shows what is not compiled as it stands:\n{block.Code}\n")));
    }

    [TestMethod]
    public void Snippets_All_AreShown()
    {
        var shown = Documents.All.SelectMany(CodeOf).ToHashSet(StringComparer.Ordinal);
        Assert.AreEqual("", string.Join(", ", Snippets().Where(snippet => !shown.Contains(snippet.Code)).Select(snippet => snippet.Name)));
    }

    [TestMethod]
    [DataRow("README.md")]
    [DataRow("docs/getting-started.md")]
    [DataRow("docs/operating.md")]
    public void Documents_ForNewcomers_EachBlockIsAWholeFileOrSaysWhatItContinues(string document)
    {
        var blocks = CodeOf(document).ToArray();
        Assert.IsNotEmpty(blocks);
        Assert.AreEqual("", string.Join('\n', blocks.Where(block => !Place().IsMatch(block))));
    }

    [TestMethod]
    public void Documents_Commands_NameWhatIsThere()
    {
        var named = from document in Documents.All
                    from block in Console().Matches(Repository.Read(document))
                    from name in Named().Matches(block.Groups["text"].Value)
                    select (Document: document, Path: name.Groups["path"].Value);

        Assert.IsNotEmpty(named);
        Assert.IsEmpty(named.Where(command => !Path.Exists(Path.Combine(Repository.Root, command.Path))));
    }

    private static IEnumerable<string> CodeOf(string document) =>
        CSharp().Matches(Repository.Read(document)).Select(match => match.Groups["code"].Value);

    private static IEnumerable<(string Name, string Code)> Snippets() =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Documentation.Tests"), "*Snippets.cs")
        from match in Snippet().Matches(Repository.Read(file))
        select ($"{Path.GetFileName(file)}: {match.Groups["name"].Value}", Unindent(match.Groups["code"].Value, match.Groups["indent"].Length));

    private static string Unindent(string code, int indent) =>
        string.Join('\n', code.TrimEnd('\n').Split('\n').Select(line => line.Length > indent ? line[indent..] : ""));

    [GeneratedRegex(@"^(?<indent> *)// <snippet (?<name>\w+)>\n(?<code>.*?)^ *// </snippet>$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CSharp();

    // Packages.Tests pastes the blocks there.
    [GeneratedRegex(@"^// (Program\.cs\n|Program\.cs of a console application\n|Program\.cs, (before|after) builder\.Build\(\)|Any method with |An async method, with )")]
    private static partial Regex Place();

    [GeneratedRegex(@"^```console\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Console();

    // The projects and the scripts of this repository.
    [GeneratedRegex(@"(?:--project |\$ \./|dotnet build |dotnet test )(?:configzk/)?(?<path>[\w./-]+)")]
    private static partial Regex Named();
}
