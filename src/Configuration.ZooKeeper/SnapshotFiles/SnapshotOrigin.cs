namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>Identifies the source that a snapshot file belongs to. A file of another origin is not used.</summary>
/// <param name="Paths">The paths of all layers in order, including the chroot of the connection.</param>
/// <param name="Section">The section of the source.</param>
internal sealed record SnapshotOrigin(IReadOnlyList<string> Paths, string? Section)
{
    public bool IsSameAs(SnapshotOrigin other) => Section == other.Section && Paths.SequenceEqual(other.Paths, StringComparer.Ordinal);

    public override string ToString() => Section is null ? $"'{string.Join(", ", Paths)}'" : $"'{string.Join(", ", Paths)}' in the section '{Section}'";
}
