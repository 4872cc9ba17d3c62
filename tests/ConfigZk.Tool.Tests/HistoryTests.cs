namespace ConfigZk.Tool.Tests;

/// <summary>The history says how much each revision changed.</summary>
[TestClass]
public sealed class HistoryTests
{
    [TestMethod]
    public async Task History_Import_CountsItsChanges()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("init", path);

        await tool.MustAsync("import", path, "-f", tool.WriteFile("a.json", """{ "A": "1", "B": "1" }"""), "-m", "Many", "-y");

        Assert.AreEqual(3, (int)(await tool.RunAsync("history", path, "-o", "json")).Json["revisions"]![0]!["changeCount"]!);
        Assert.AreEqual(3, (int)(await tool.RunAsync("show", path, "1", "-o", "json")).Json["changeCount"]!);
        var blame = (await tool.RunAsync("blame", path, "-o", "json")).Json["lines"]!.AsArray();
        Assert.AreEqual(3, (int)blame.Single(line => (string)line!["path"]! == "A")!["revision"]!["changeCount"]!);
        Assert.Contains("  3        [import] Many", await tool.MustAsync("history", path));
    }
}
