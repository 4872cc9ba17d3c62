using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>
/// A folder with a file for each znode without children, and a folder for each znode with children. The data of a znode with children is the file <c>%data</c>
/// in its folder. Null data of a znode without children is a folder with the file <c>%null</c>, because git keeps no empty folders.
/// </summary>
internal static class FolderFormat
{
    private const string DataFile = "%data";
    private const string NullFile = "%null";

    public static async Task<DesiredState> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var state = new DesiredState();
        await ReadAsync(new DirectoryInfo(folder), "", state, cancellationToken).ConfigureAwait(false);
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
                case DirectoryInfo { Name: ".git" }:
                    break;
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
