using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Tests;

/// <summary>A tree of many levels ends no command, and not the process.</summary>
[TestClass]
public sealed class DeepTreeTests
{
    [TestMethod]
    [DataRow("table")]
    [DataRow("json")]
    [DataRow("yaml")]
    public async Task Tree_ManyLevels_IsPrintedOrRejected(string format)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("import", path, "-f", tool.WriteFile("a.yaml", Nested(250)), "-y");

        Assert.Contains("deepest", await tool.MustAsync("tree", path, "-o", format));

        var below = $"{path}/{string.Join('/', Enumerable.Repeat("a", 250))}";
        await tool.MustAsync("import", below, "-f", tool.WriteFile("b.yaml", Nested(250)), "-y");
        var run = await tool.RunAsync("tree", path, "-o", format);
        Assert.AreEqual(ExitCode.No, run.Code, run.Error);
        Assert.Contains("256 levels", run.Error);
        Assert.Contains("deepest", await tool.MustAsync("search", path, "deepest", "-o", format));
    }

    [TestMethod]
    public async Task Search_EveryZnode_ListsEachBelowItsParentInOrder()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "b": { "d": "1", "B": { "z": "1" }, "c": "1" }, "a": "1", "b-": "1" }"""), "-y");

        var found = (await tool.RunAsync("search", path, "*", "-o", "json")).Json["found"]!.AsArray().Select(znode => ((string)znode!["path"]!)[path.Length..]);

        Assert.AreEqual(" /a /b /b/B /b/B/z /b/c /b/d /b-", string.Join(' ', found));
    }

    private static string Nested(int levels) => $"{string.Concat(Enumerable.Repeat("{a: ", levels))}{{b: deepest}}{new string('}', levels)}";
}
