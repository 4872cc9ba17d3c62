namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes the change of a znode between two states.</summary>
/// <param name="Path">The path below the managed root. Empty for the root itself.</param>
/// <param name="Kind">What happened to the znode.</param>
/// <param name="OldData">The data before, or null.</param>
/// <param name="NewData">The data after, or null.</param>
public sealed record RevisionChange(string Path, ChangeKind Kind, byte[]? OldData, byte[]? NewData)
{
    /// <summary>Returns the kind and the path. Values can be secrets, so it does not return data.</summary>
    public override string ToString() => $"{Kind} {(Path.Length == 0 ? "(root)" : Path)}";
}
