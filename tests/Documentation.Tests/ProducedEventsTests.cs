using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The events of docs/diagnostics.md are produced by tests that name them.</summary>
[TestClass]
public sealed partial class ProducedEventsTests
{
    [TestMethod]
    public void Events_OfTheTable_AreNamedByATest()
    {
        var listed = Row().Matches(Repository.Read("docs/diagnostics.md")).Select(row => row.Groups["id"].Value).ToArray();
        var named = TestSources.All.SelectMany(source => Number().Matches(source)).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

        Assert.IsGreaterThan(50, listed.Length);
        Assert.AreEqual("", string.Join(", ", listed.Where(id => !named.Contains(id))));
    }

    [GeneratedRegex(@"^\| (?<id>\d{4}) \| \w+ \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?<![\d.])[1234]\d{3}(?![\d.])")]
    private static partial Regex Number();
}
