using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>What comments and documents cite of each other exists: sections that comments name, and files that the architecture names.</summary>
[TestClass]
public sealed partial class CitedSectionsTests
{
    private static readonly string[] Sources =
    [
        .. new[] { "src", "tests", "benchmarks", "samples" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj")),
    ];

    [TestMethod]
    public void Comments_CitedSections_Exist()
    {
        var headings = Documents.All.ToDictionary(document => document, Headings.Of);
        var cited = from file in Sources
                    from citation in Citation().Matches(Repository.Read(file))
                    from title in citation.Groups["title"].Captures
                    select (File: file, Document: citation.Groups["document"].Value, Title: title.Value);

        Assert.IsGreaterThan(40, cited.Count());
        var missing = cited.Where(citation => headings.GetValueOrDefault(citation.Document)?.Contains(citation.Title.ToLowerInvariant().Replace(' ', '-')) != true);
        Assert.AreEqual("", string.Join('\n', missing.Select(citation => $"{citation.File}: {citation.Document}, \"{citation.Title}\"")));
    }

    [TestMethod]
    public void Architecture_NamedPlaces_Exist()
    {
        var named = Place().Matches(Repository.Read("docs/architecture.md")).Select(place => place.Groups["place"].Value.TrimEnd('/')).Distinct().ToArray();

        Assert.IsGreaterThan(60, named.Length);
        var missing = named.Where(place => !Sources.Any(file =>
            file.StartsWith("src/", StringComparison.Ordinal) && (file.EndsWith($"/{place}.cs", StringComparison.Ordinal) || file.Contains($"/{place}/", StringComparison.Ordinal))));
        Assert.AreEqual("", string.Join(", ", missing));
    }

    // docs/protocol.md, "A consistent mirror" and "Publishing by look-back"
    [GeneratedRegex(@"(?<document>docs/[\w/-]+\.md), ""(?<title>[^""\n]+)""(?: and ""(?<title>[^""\n]+)"")?")]
    private static partial Regex Citation();

    // `Trees/Publishing/LookBack` or `Protocol/`
    [GeneratedRegex(@"`(?<place>[A-Z]\w+/[\w/.]*)`")]
    private static partial Regex Place();
}
