namespace Documentation.Tests;

/// <summary>The repository that these tests were built from, and its documents.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The documents for those who use the libraries or work on them: their paths below the root, with <c>/</c>.</summary>
    public static string[] Documents { get; } =
    [
        .. Markdown("", SearchOption.TopDirectoryOnly),
        .. Markdown("docs", SearchOption.AllDirectories),
        .. Directory.EnumerateDirectories(Path.Combine(Root, "src"))
            .SelectMany(folder => Markdown($"src/{Path.GetFileName(folder)}", SearchOption.TopDirectoryOnly)),
    ];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static IEnumerable<string> Markdown(string folder, SearchOption option) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", option)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ConfigZk.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"There is no ConfigZk.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
