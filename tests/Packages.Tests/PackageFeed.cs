using System.Diagnostics;
using System.Globalization;
using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>The packages as <c>dotnet pack</c> makes them, in a folder of their own, packed once for all tests from a clone with a remote.</summary>
internal sealed class PackageFeed
{
    /// <summary>A made-up address: nothing is asked there.</summary>
    public const string Remote = "https://github.com/example/configzk";

    public static readonly string[] Names =
    [
        "Configuration.ZooKeeper", "Configuration.ZooKeeper.Revisions", "ConfigZk.Tool", "ZooKeeper.Client", "ZooKeeper.Coordination", "ZooKeeper.DevServer",
        "ZooKeeper.DistributedLock", "ZooKeeper.ServiceDiscovery",
    ];

    private static readonly DirectoryInfo Clone = Directory.CreateTempSubdirectory("configzk-clone-");
    private static readonly Lazy<Task<PackageFeed>> Packed = new(PackAsync);

    private PackageFeed(DirectoryInfo folder, string version, string commit)
    {
        Folder = folder;
        Version = version;
        Commit = commit;
    }

    public DirectoryInfo Folder { get; }

    /// <summary>A version that no earlier run has left in a cache of packages.</summary>
    public string Version { get; }

    /// <summary>The commit in the clone that the packages were made from.</summary>
    public string Commit { get; }

    public static Task<PackageFeed> GetAsync() => Packed.Value;

    public static void Delete() => Clone.Delete(recursive: true);

    private static async Task<PackageFeed> PackAsync()
    {
        Repository.CopyTo(Clone, "src", "docs");
        await OutsideProgram.RunAsync(Clone, "git", "init", "--quiet");
        await OutsideProgram.RunAsync(Clone, "git", "remote", "add", "origin", $"{Remote}.git");
        await OutsideProgram.RunAsync(Clone, "git", "add", "--all");
        await OutsideProgram.RunAsync(
            Clone, "git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=none",
            "commit", "--quiet", "--message", "Sources");
        var commit = await OutsideProgram.RunAsync(Clone, "git", "rev-parse", "HEAD");

        var version = string.Create(CultureInfo.InvariantCulture, $"0.0.0-test.{Stopwatch.GetTimestamp()}.{Environment.ProcessId}");
        var folder = new DirectoryInfo(Path.Combine(Clone.FullName, "artifacts", "packages"));

        // The solution without what is not packed: one build for the three.
        await File.WriteAllTextAsync(Path.Combine(Clone.FullName, "Packages.slnf"), $$"""
            { "solution": { "path": "ConfigZk.sln", "projects": [{{string.Join(',', Names.Select(name => $"\"src\\\\{name}\\\\{name}.csproj\""))}}] } }
            """);
        await OutsideProgram.RunAsync(Clone, OutsideProgram.Dotnet, "pack", "Packages.slnf", "-c", "Release", "-o", folder.FullName, $"-p:Version={version}");
        return new PackageFeed(folder, version, commit);
    }
}
