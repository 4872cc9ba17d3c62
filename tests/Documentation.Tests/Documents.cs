using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The documents for those who use the libraries or work on them.</summary>
internal static class Documents
{
    /// <summary>Their paths below the root of the repository, with <c>/</c>.</summary>
    public static string[] All { get; } =
    [
        .. Markdown("", SearchOption.TopDirectoryOnly),
        .. Markdown("docs", SearchOption.AllDirectories),
        .. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"))
            .SelectMany(folder => Markdown($"src/{Path.GetFileName(folder)}", SearchOption.TopDirectoryOnly)),
    ];

    private static IEnumerable<string> Markdown(string folder, SearchOption option) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", option)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
}
