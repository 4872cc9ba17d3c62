namespace Configuration.ZooKeeper.Revisions;

/// <summary>Contains the drift of a managed root at one zxid: changes that were written without a record.</summary>
public sealed record TreeDrift
{
    /// <summary>Gets the zxid at which the znodes were compared.</summary>
    public required long Zxid { get; init; }

    /// <summary>Gets the revision that they were compared with.</summary>
    public required int Revision { get; init; }

    /// <summary>Gets the differences. The old data is the recorded data, and the new data is the current data.</summary>
    public required IReadOnlyList<RevisionChange> Changes { get; init; }

    /// <summary>Gets the paths that are not readable. Znodes at or below them were not compared.</summary>
    public required IReadOnlyList<string> UnreadablePaths { get; init; }

    /// <summary>Gets whether all readable znodes match the records.</summary>
    public bool IsClean => Changes.Count == 0;

    /// <summary>Returns the number of differences.</summary>
    public override string ToString() => $"{Changes.Count} differences from revision {Revision} at zxid 0x{Zxid:x}";
}
