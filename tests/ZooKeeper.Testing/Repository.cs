namespace ZooKeeper.Testing;

/// <summary>Finds the sources that the tests were built from.</summary>
public static class Repository
{
    private const string Solution = "ConfigZk.sln";

    // In a worktree .git is a file that points to the repository: git in a copy with it would commit to the repository itself.
    private const string GitLink = ".git";

    private static readonly string[] Built = ["bin", "obj"];

    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>Reads a file below the root, with <c>\n</c> as its line ends.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>Copies some folders and the files beside them, as after a fresh clone: without build output, so that a build there disturbs no other build.</summary>
    public static void CopyTo(DirectoryInfo target, params IEnumerable<string> folders)
    {
        CopyFiles(new DirectoryInfo(Root), target);
        foreach (var folder in folders)
        {
            CopyTree(new DirectoryInfo(Path.Combine(Root, folder)), target.CreateSubdirectory(folder));
        }
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
        foreach (var file in source.EnumerateFiles().Where(file => file.Name != GitLink))
        {
            file.CopyTo(Path.Combine(target.FullName, file.Name));
        }
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, Solution)))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"There is no {Solution} above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
