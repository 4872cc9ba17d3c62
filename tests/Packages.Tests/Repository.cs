namespace Packages.Tests;

/// <summary>The folder with the sources that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Built = ["bin", "obj"];

    public static DirectoryInfo Root { get; } = Find();

    /// <summary>Copies what the packages are made from, as after a fresh clone: nothing is built yet, and building disturbs no other build.</summary>
    public static void CopySources(DirectoryInfo target)
    {
        CopyFiles(Root, target);
        CopyTree("src", target);
        CopyTree("docs", target);
    }

    private static void CopyTree(string folder, DirectoryInfo target)
    {
        var (from, to) = (new DirectoryInfo(Path.Combine(Root.FullName, folder)), target.CreateSubdirectory(folder));
        CopyTree(from, to);
    }

    private static void CopyTree(DirectoryInfo source, DirectoryInfo target)
    {
        CopyFiles(source, target);
        foreach (var folder in source.EnumerateDirectories().Where(folder => !Built.Contains(folder.Name)))
        {
            CopyTree(folder, target.CreateSubdirectory(folder.Name));
        }
    }

    private static void CopyFiles(DirectoryInfo source, DirectoryInfo target)
    {
        foreach (var file in source.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(target.FullName, file.Name));
        }
    }

    private static DirectoryInfo Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ConfigZk.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"There is no ConfigZk.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
