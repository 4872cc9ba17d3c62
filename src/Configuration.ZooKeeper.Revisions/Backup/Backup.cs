using System.Text.Json;
using Configuration.ZooKeeper.Revisions.Backups;
using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Contains all persistent znodes of a managed root: their names and data at one zxid, and their access control lists.</summary>
public sealed record Backup
{
    /// <summary>Gets the version of the file format.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Gets the path of the managed root.</summary>
    public required string Root { get; init; }

    /// <summary>Gets the zxid at which the ensemble had exactly these names and data.</summary>
    public required long Zxid { get; init; }

    /// <summary>Gets the zxid until which access control lists were read, from <see cref="Zxid"/> on. A change of a list raises no event, so they are not of one zxid.</summary>
    public required long AccessZxid { get; init; }

    /// <summary>Gets the revision at <see cref="Zxid"/>.</summary>
    public required int Revision { get; init; }

    /// <summary>Gets when the backup was made.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the znodes, by path.</summary>
    public required IReadOnlyList<BackupZnode> Znodes { get; init; }

    /// <summary>Returns the znodes as a state.</summary>
    public TreeState ToTree() => new(
        Root, Zxid, Znodes.ToDictionary(znode => znode.Path, znode => new ZnodeState(ZnodeBytes.ToMemory(znode.Data))), [], []);

    /// <summary>Writes the backup to a file, which only its owner can read. It contains values.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task SaveAsync(string file, CancellationToken cancellationToken = default)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(file, options);
        await using (stream.ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(stream, this, BackupJson.Context.Backup, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a backup from a file.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="InvalidInputException">The file is not a backup.</exception>
    public static async Task<Backup> LoadAsync(string file, CancellationToken cancellationToken = default)
    {
        var stream = File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return await JsonSerializer.DeserializeAsync(stream, BackupJson.Context.Backup, cancellationToken).ConfigureAwait(false) is { Format: 1 } backup
                    ? backup
                    : throw NotABackup(file);
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                throw NotABackup(file);
            }
        }
    }

    /// <summary>Returns the number of znodes, the root and the zxid.</summary>
    public override string ToString() => $"{Znodes.Count} znodes of {Root} at zxid 0x{Zxid:x}";

    private static InvalidInputException NotABackup(string file) => new($"Cannot read '{file}': it is not a backup. Make one with BackupAsync and SaveAsync.");
}
