namespace Configuration.ZooKeeper.Revisions;

/// <summary>Contains the differences between a backup and the current znodes at one zxid.</summary>
public sealed record BackupVerification
{
    /// <summary>Gets the zxid at which the znodes were compared.</summary>
    public required long Zxid { get; init; }

    /// <summary>Gets the differences. The old data is the data of the backup, and the new data is the current data.</summary>
    public required IReadOnlyList<RevisionChange> Changes { get; init; }

    /// <summary>Gets the paths that are not readable. Znodes at or below them were not compared.</summary>
    public required IReadOnlyList<string> UnreadablePaths { get; init; }

    /// <summary>Gets whether all znodes were compared and match the backup.</summary>
    public bool IsMatch => Changes.Count == 0 && UnreadablePaths.Count == 0;

    /// <summary>Returns the number of differences.</summary>
    public override string ToString() => $"{Changes.Count} differences from the backup at zxid 0x{Zxid:x}";
}
