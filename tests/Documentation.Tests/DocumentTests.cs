using System.Text.RegularExpressions;

namespace Documentation.Tests;

/// <summary>What the documents show is what is compiled and run here.</summary>
[TestClass]
public sealed partial class DocumentTests
{
    private static readonly string Folder = AppContext.BaseDirectory;

    [TestMethod]
    [DataRow("README.md", "reload")]
    [DataRow("README.md", "outage")]
    [DataRow("README.md", "documents")]
    [DataRow("README.md", "layers")]
    [DataRow("README.md", "validatedReload")]
    [DataRow("validated-reload.md", "validatedReload")]
    [DataRow("outages.md", "snapshotFile")]
    [DataRow("outages.md", "onLoadException")]
    [DataRow("read-only.md", "allowReadOnly")]
    [DataRow("tls.md", "tls")]
    [DataRow("tls.md", "x509Acl")]
    [DataRow("sasl.md", "sasl")]
    [DataRow("sasl.md", "credentials")]
    [DataRow("sasl.md", "saslAcl")]
    [DataRow("sasl.md", "kerberos")]
    [DataRow("ZooKeeper.DevServer.md", "start")]
    public void Document_Snippet_IsTheCompiledCode(string document, string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "documents", document)).ReplaceLineEndings("\n");
        var code = Snippets().Single(snippet => snippet.Name == name).Code;
        StringAssert.Contains(text, $"```csharp\n{code}\n```\n", $"{document} does not show the snippet {name} as it is compiled:\n{code}");
    }

    private static IEnumerable<(string Name, string Code)> Snippets() =>
        from file in Directory.EnumerateFiles(Path.Combine(Folder, "snippets"), "*.cs")
        from match in Snippet().Matches(File.ReadAllText(file).ReplaceLineEndings("\n"))
        select (match.Groups["name"].Value, Unindent(match.Groups["code"].Value, match.Groups["indent"].Length));

    private static string Unindent(string code, int indent) =>
        string.Join('\n', code.TrimEnd('\n').Split('\n').Select(line => line.Length > indent ? line[indent..] : ""));

    [GeneratedRegex(@"^(?<indent> *)// <snippet (?<name>\w+)>\n(?<code>.*?)^ *// </snippet>$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Snippet();
}
