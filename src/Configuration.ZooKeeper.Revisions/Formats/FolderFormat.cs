using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>
/// A folder with a file for each znode without children, and a folder for each znode with children. The data of a znode with children is the file <c>%data</c>
/// in its folder. Null data of a znode without children is a folder with the file <c>%null</c>, because git keeps no empty folders. What git and Kubernetes put
/// into a folder for themselves is no znode.
/// </summary>
internal static class FolderFormat
{
    private const string DataFile = "%data";
    private const string NullFile = "%null";

    // In a volume of a ConfigMap or a Secret, a link to the folder in effect. Kubernetes replaces the link, so that all files change at once.
    private const string VolumeLink = "..data";

    public static async Task<DesiredState> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var state = new DesiredState();
        var volume = new DirectoryInfo(Path.Combine(folder, VolumeLink));
        var inEffect = volume.Exists ? volume.ResolveLinkTarget(returnFinalTarget: true) as DirectoryInfo : null;
        await ReadAsync(inEffect ?? new DirectoryInfo(folder), "", state, cancellationToken).ConfigureAwait(false);
        return state;
    }

    public static async Task WriteAsync(TreeState state, string folder, CancellationToken cancellationToken)
    {
        if (File.Exists(folder))
        {
            throw new IOException($"Cannot write '{folder}': it is a file. Name a folder that does not exist or is empty.");
        }

        var target = OwnerOnlyFile.CreateFolder(folder);
        if (target.EnumerateFileSystemInfos().Any())
        {
            throw new InvalidInputException($"Cannot export to '{folder}': it is not empty. Files of znodes that no longer exist would stay. Use an empty folder.");
        }

        foreach (var (name, data) in Files(SectionNode.Of(state)))
        {
            await WriteFileAsync(Path.Combine(target.FullName, name), data, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the files of a state, by their path below the folder with <c>/</c> as separator.</summary>
    public static IEnumerable<(string Name, ReadOnlyMemory<byte> Data)> Files(SectionNode node, string name = "")
    {
        if (node.Data is { } own)
        {
            yield return (node.IsLeaf ? name : RelativePath.Combine(name, DataFile), own);
        }
        else if (node.IsLeaf)
        {
            yield return (RelativePath.Combine(name, NullFile), default);
        }

        foreach (var (child, section) in node.Children)
        {
            foreach (var file in Files(section, RelativePath.Combine(name, FileName.Encode(child))))
            {
                yield return file;
            }
        }
    }

    private static async Task ReadAsync(DirectoryInfo folder, string path, DesiredState state, CancellationToken cancellationToken)
    {
        state.AddFolder(path);
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            switch (entry)
            {
                case { Name: ".git" or ['.', '.', ..] }:
                    break; // in a worktree or a submodule of git, a file
                case DirectoryInfo child:
                    await ReadAsync(child, RelativePath.Combine(path, FileName.Decode(child.Name)), state, cancellationToken).ConfigureAwait(false);
                    break;
                case { Name: NullFile }:
                    FormatText.Add(state, path, new DesiredZnode(null));
                    break;
                default:
                    var own = entry.Name == DataFile ? path : RelativePath.Combine(path, FileName.Decode(entry.Name));
                    FormatText.Add(state, own, new DesiredZnode(await File.ReadAllBytesAsync(entry.FullName, cancellationToken).ConfigureAwait(false)));
                    break;
            }
        }
    }

    private static async Task WriteFileAsync(string path, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        OwnerOnlyFile.CreateFolder(Path.GetDirectoryName(path)!);
        var file = OwnerOnlyFile.Create(path);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(data, cancellationToken).ConfigureAwait(false);
        }
    }
}
