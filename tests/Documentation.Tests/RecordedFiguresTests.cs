using System.Globalization;
using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The README states only figures that the page with the results of the benchmarks has.</summary>
[TestClass]
public sealed partial class RecordedFiguresTests
{
    [TestMethod]
    public void Readme_RatiosOfTheBenchmarks_AreTheRecordedOnes()
    {
        var recorded = Result().Matches(Repository.Read("docs/performance.md")).Select(row => Number(row.Groups["figure"].Value)).ToArray();
        var stated = Ratio().Matches(Repository.Read("README.md")).Select(ratio => ratio.Groups["figure"].Value).ToArray();

        Assert.IsGreaterThan(1, stated.Length);
        var others = stated.Where(figure => !recorded.Any(number => decimal.Round(number, Decimals(figure)) == Number(figure)));
        Assert.AreEqual("", string.Join(", ", others));
    }

    private static decimal Number(string figure) => decimal.Parse(figure, CultureInfo.InvariantCulture);

    private static int Decimals(string figure) => figure.Contains('.', StringComparison.Ordinal) ? figure.Length - figure.IndexOf('.', StringComparison.Ordinal) - 1 : 0;

    // | `load`, 10,000 keys | at most 1.25 × the floor | 1.45 | missed |
    [GeneratedRegex(@"^\| `(?:load|peers)`[^|]*\|[^|]*\| (?<figure>\d+(?:\.\d+)?) [^|]*\|", RegexOptions.Multiline)]
    private static partial Regex Result();

    [GeneratedRegex(@"(?<figure>\d+(?:\.\d+)?)\s×")]
    private static partial Regex Ratio();
}
