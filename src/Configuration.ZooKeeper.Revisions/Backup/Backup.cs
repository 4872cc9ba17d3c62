using Configuration.ZooKeeper.Revisions.Formats;
using Configuration.ZooKeeper.Revisions.Backups;
using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Contains all persistent znodes at or below a path: their names and data at one zxid, and their access control lists.</summary>
public sealed record Backup
{
    /// <summary>Gets the version of the file format.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Gets the path of the backup: the managed root, or the path below it that was opened.</summary>
    public required string Root { get; init; }

    /// <summary>Gets the zxid at which the ensemble had exactly these names and data.</summary>
    public required long Zxid { get; init; }

    /// <summary>
    /// Gets the zxid at which the read of the access control lists ended. It began at <see cref="Zxid"/>. A change of a list produces no event, so the lists do
    /// not belong to one zxid.
    /// </summary>
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
    public Task SaveAsync(string file, CancellationToken cancellationToken = default) => OwnerOnlyFile.SaveAsync(file, this, BackupJson.Context.Backup, cancellationToken);

    /// <summary>Reads a backup from a file.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="InvalidInputException">The file is not a backup.</exception>
    public static Task<Backup> LoadAsync(string file, CancellationToken cancellationToken = default) =>
        OwnerOnlyFile.LoadAsync(file, BackupJson.Context.Backup, static backup => backup.Format == 1, "a backup", cancellationToken);

    /// <summary>Returns the number of znodes, the root and the zxid.</summary>
    public override string ToString() => $"{Znodes.Count} znodes of {Root} at zxid 0x{Zxid:x}";
}
