using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The source files of all test projects, but not those that compare them with a document.</summary>
internal static class TestSources
{
    public static string[] All { get; } =
    [
        .. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "tests"), "*.Tests")
            .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj") && !Path.GetFileName(file).StartsWith("Produced", StringComparison.Ordinal))
            .Select(File.ReadAllText),
    ];
}
