namespace Packages.Tests;

/// <summary>The command line tool, installed from its package as users install it.</summary>
[TestClass]
[TestCategory("Nightly")] // packs, and installs a tool
public sealed class ToolPackageTests
{
    [TestMethod]
    public async Task Install_FromThePackage_RunsAndKnowsItsVersion()
    {
        var feed = await PackageFeed.GetAsync();
        var folder = Directory.CreateTempSubdirectory("configzk-tool-");
        try
        {
            await OutsideProgram.RunAsync(
                folder, OutsideProgram.Dotnet, "tool", "install", "ConfigZk.Tool", "--version", feed.Version, "--tool-path", "tools", "--add-source", feed.Folder.FullName);
            var configzk = Path.Combine(folder.FullName, "tools", OperatingSystem.IsWindows() ? "configzk.exe" : "configzk");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "shop.yaml"), "Shop:\n  Title: Corner shop\n");

            Assert.StartsWith(feed.Version, await OutsideProgram.RunAsync(folder, configzk, "--version"));
            Assert.Contains("is valid", await OutsideProgram.RunAsync(folder, configzk, "validate", "shop.yaml"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
