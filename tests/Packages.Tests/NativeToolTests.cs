using System.Diagnostics;
using System.Runtime.InteropServices;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>The command line tool as a native program, which needs no .NET.</summary>
[TestClass]
[TestCategory("Build")] // compiles to native code, which takes minutes
public sealed class NativeToolTests
{
    private const int Runs = 10;

    [TestMethod]
    public async Task Publish_AsNativeCode_DoesWhatTheToolDoes()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("configzk-native-");
        await OutsideProgram.RunAsync(
            folder, OutsideProgram.Dotnet, "publish", Path.Combine(Repository.Root, "src", "ConfigZk.Tool"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
            "-p:PublishAot=true", "-p:PackAsTool=false", "-o", Path.Combine(folder.FullName, "tools"), "--artifacts-path", Path.Combine(folder.FullName, "artifacts"));
        using var tool = InstalledTool.Published(folder, Path.Combine(folder.FullName, "tools", OperatingSystem.IsWindows() ? "configzk.exe" : "configzk"), server.ConnectionString);
        tool.WriteFile("shop.yaml", "Shop:\n  Title: Corner shop\n  Settings.json: '{ \"Discount\": 5 }'\n");

        await tool.RunAsync(0, "validate -f shop.yaml");
        await tool.RunAsync(1, "plan /config/shop -f shop.yaml --save shop.plan -o yaml");
        await tool.RunAsync(0, "apply shop.plan --yes");
        await tool.RunAsync(0, "set /config/shop/Shop/Title \"Night shop\" --yes");
        Assert.Contains("\"configzk/history/1\"", await tool.RunAsync(0, "history /config/shop -o json"));
        Assert.Contains("Corner shop", await tool.RunAsync(1, "diff /config/shop@1 /config/shop"));
        await tool.RunAsync(0, "blame /config/shop");
        await tool.RunAsync(0, "backup /config/shop shop.backup");
        await tool.RunAsync(0, "rollback /config/shop --yes");
        await tool.RunAsync(0, "restore /config/shop shop.backup --yes");
        foreach (var format in new[] { "json", "yaml", "properties", "znodes" })
        {
            await tool.RunAsync(0, $"export /config/shop shop.{format}");
            await tool.RunAsync(0, $"plan /config/shop -f shop.{format} --prune");
        }

        await tool.RunAsync(0, "tree /config/shop");
        await tool.RunAsync(0, "doctor /config/shop");
        Assert.Contains("Usage", await tool.RunAsync(0, "--help"));
        Assert.AreEqual("Night shop", (await tool.RunAsync(0, "get /config/shop/Shop/Title")).TrimEnd());

        foreach (var line in new[] { "--version", "get /config/shop/Shop/Title" })
        {
            var times = new List<TimeSpan>();
            for (var run = 0; run < Runs; run++)
            {
                var started = Stopwatch.GetTimestamp();
                await tool.RunAsync(0, line);
                times.Add(Stopwatch.GetElapsedTime(started));
            }

            Console.WriteLine($"configzk {line}: {times.Order().ElementAt(Runs / 2).TotalMilliseconds:0} ms, the median of {Runs}");
        }
    }
}
