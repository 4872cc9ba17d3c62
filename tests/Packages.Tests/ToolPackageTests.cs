namespace Packages.Tests;

/// <summary>The command line tool from its package.</summary>
[TestClass]
[TestCategory("Build")] // packs, and installs a tool
public sealed class ToolPackageTests
{
    [TestMethod]
    public async Task Install_FromThePackage_RunsAndKnowsItsVersion()
    {
        using var tool = await InstalledTool.InstallAsync();
        tool.WriteFile("shop.yaml", "Shop:\n  Title: Corner shop\n");

        Assert.StartsWith((await PackageFeed.GetAsync()).Version, await tool.RunAsync(0, "--version"));
        Assert.Contains("is valid", await tool.RunAsync(0, "validate -f shop.yaml"));
    }
}
