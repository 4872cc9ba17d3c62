namespace Configuration.ZooKeeper.Revisions;

/// <summary>Contains what was written past the records of a managed root, at one zxid.</summary>
public sealed record TreeDrift
{
    /// <summary>Gets the zxid at which the znodes were compared.</summary>
    public required long Zxid { get; init; }

    /// <summary>Gets the revision that they were compared with.</summary>
    public required int Revision { get; init; }

    /// <summary>Gets the differences: the old data is what the records say, the new data is what is there.</summary>
    public required IReadOnlyList<RevisionChange> Changes { get; init; }

    /// <summary>Gets the paths that are not readable. What is at or below them was not compared.</summary>
    public required IReadOnlyList<string> UnreadablePaths { get; init; }

    /// <summary>Gets whether everything readable is as the records say.</summary>
    public bool IsClean => Changes.Count == 0;

    /// <summary>Returns the number of differences.</summary>
    public override string ToString() => $"{Changes.Count} differences from revision {Revision} at zxid 0x{Zxid:x}";
}
