using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Tests;

/// <summary>A value is what the user gives: also one that looks like something else, and without what a shell adds.</summary>
[TestClass]
public sealed class ValueInputTests
{
    [TestMethod]
    [DataRow("@alice")]
    [DataRow("@/etc/hostname")]
    [DataRow("-5")]
    [DataRow("$HOME")]
    [DataRow("a=b")]
    public async Task Set_ValueThatLooksLikeSomethingElse_IsTheValue(string value)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);

        await tool.MustAsync("set", $"{path}/A", value, "--root", path, "-m", value, "-y");

        Assert.AreEqual($"{value}\n", await tool.MustAsync("get", $"{path}/A"));
    }
}
