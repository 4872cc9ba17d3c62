namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>Identifies the layers and the section of a snapshot file. A file of another origin is not used.</summary>
/// <param name="Paths">The paths of all layers in their order, with the chroot of the connection.</param>
/// <param name="Section">The section under which the keys are mounted.</param>
internal sealed record SnapshotOrigin(IReadOnlyList<string> Paths, string? Section)
{
    public bool IsSameAs(SnapshotOrigin other) => Section == other.Section && Paths.SequenceEqual(other.Paths, StringComparer.Ordinal);

    public override string ToString() => Section is null ? $"'{string.Join(", ", Paths)}'" : $"'{string.Join(", ", Paths)}' in the section '{Section}'";
}
