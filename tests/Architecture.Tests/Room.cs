namespace Architecture.Tests;

/// <summary>A layer of a project: a folder, or some files of one.</summary>
/// <param name="Name">The name in messages.</param>
/// <param name="Holds">Whether a file belongs to it, by its path below the project.</param>
internal sealed record Room(string Name, Func<string, bool> Holds)
{
    /// <summary>The files of some folders, and of those below them.</summary>
    public static Room Folder(params string[] paths) =>
        new(string.Join(", ", paths), file => paths.Any(path => file.StartsWith($"{path}/", StringComparison.Ordinal)));

    /// <summary>Some files that stand in the root of the project: what its rooms share, below all of them.</summary>
    public static Room Contracts(params string[] files) => new("contracts", file => files.Contains(Path.GetFileNameWithoutExtension(file)));

    /// <summary>The files that stand in the root of the project.</summary>
    public static Room Root { get; } = new("(root)", file => !file.Contains('/', StringComparison.Ordinal));

    public override string ToString() => Name;
}
