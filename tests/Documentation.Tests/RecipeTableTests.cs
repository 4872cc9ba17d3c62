using System.Text.RegularExpressions;
using ZooKeeper.Coordination;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The table of recipes has each recipe, and a link to a test of it.</summary>
[TestClass]
public sealed partial class RecipeTableTests
{
    private const string Document = "docs/coordination.md";

    [TestMethod]
    public void Table_EachRecipe_HasALinkToItsTests()
    {
        var rows = Section().Match(Repository.Read(Document)).Value.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToArray();
        var recipes = typeof(ZooKeeperLock).Assembly.GetExportedTypes().Where(type => Recipe().IsMatch(type.Name) && !type.IsAbstract).Select(type => type.Name).ToArray();

        Assert.IsGreaterThan(8, recipes.Length);
        Assert.AreEqual("", string.Join('\n', recipes.Where(recipe => !rows.Any(row => row.Contains($"`{recipe}`", StringComparison.Ordinal)))), "not in the table");
        Assert.AreEqual("", string.Join('\n', rows.Where(row => !TestLink().IsMatch(row))), "without a link to a test");
        var wrong = rows.SelectMany(row => TestLink().Matches(row)).Where(link => link.Groups["class"].Value != Path.GetFileNameWithoutExtension(link.Groups["file"].Value));
        Assert.AreEqual("", string.Join('\n', wrong), "linked to another file");
    }

    [GeneratedRegex(@"(?<=^## Recipes and their tests$)[^#]*", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex("^ZooKeeper(?!Coordination)")]
    private static partial Regex Recipe();

    [GeneratedRegex(@"\[`(?<class>\w+Tests)`\]\((?<file>\.\./tests/[^)]+)\)")]
    private static partial Regex TestLink();
}
