using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The errors of docs/diagnostics.md are produced by tests that name them: messages by their words, and the others by their type and code.</summary>
[TestClass]
public sealed partial class ProducedErrorsTests
{
    // A row for any other code, and the words that tell two rows of one code apart.
    private static readonly string[] Descriptions = ["any other code", "with a length in the message"];

    [TestMethod]
    [DataRow("Why a server could not be used", 15)]
    [DataRow("Exceptions at startup", 25)]
    [DataRow("Exceptions of the client", 20)]
    public void Errors_OfTheTable_AreNamedByATest(string heading, int atLeast)
    {
        var section = Repository.Read("docs/diagnostics.md").Split($"\n## {heading}\n")[1].Split("\n## ")[0];
        var rows = Row().Matches(section).Select(row => row.Groups["first"].Value).Where(cell => cell is not ("reason" or "exception" or "message goes on")).ToArray();
        var sources = string.Join('\n', TestSources.All);

        Assert.IsGreaterThanOrEqualTo(atLeast, rows.Length);
        Assert.AreEqual("", string.Join('\n', rows.SelectMany(row => Words(row).Concat(Names(row))).Where(part => !sources.Contains(part, StringComparison.Ordinal))));
    }

    private static IEnumerable<string> Words(string row) =>
        Placeholder().Split(row).Select(words => words.Trim(' ', ',', '.', ':', ';')).Where(words => words.Contains(' ', StringComparison.Ordinal)).Except(Descriptions);

    private static IEnumerable<string> Names(string row) => Name().Matches(row).Select(name => name.Groups["name"].Value);

    [GeneratedRegex(@"^\| (?<first>[^|]*[^|\s-]) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    // Emphasized or quoted names, what is left out, code, and the slash between two messages.
    [GeneratedRegex(@"\*[^*]*\*|…|'[^'\s]*'|`[^`]*`|[()]| / ")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"`(?<name>\w+)`")]
    private static partial Regex Name();
}
