using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The tests that documents name exist.</summary>
[TestClass]
public sealed partial class NamedTestsTests
{
    [TestMethod]
    public void Documents_NamedTests_Exist()
    {
        var classes = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "tests"))
            .SelectMany(project => Directory.EnumerateFiles(project, "*Tests.cs", SearchOption.AllDirectories))
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        var named = Documents.All.SelectMany(document => Named().Matches(Repository.Read(document)).Select(name => (Document: document, Class: name.Groups["class"].Value, Method: name.Groups["method"].Value)))
            .ToArray();

        Assert.IsGreaterThan(20, named.Length);
        var missing = named.Where(name => !classes[name.Class].Any(source => name.Method.Length == 0 || source.Contains($" {name.Method}(", StringComparison.Ordinal)));
        Assert.AreEqual("", string.Join('\n', missing.Select(name => $"{name.Document}: {name.Class}.{name.Method}")));
    }

    [GeneratedRegex(@"`(?<class>[A-Z]\w+Tests)(\.(?<method>\w+))?`")]
    private static partial Regex Named();
}
