namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>Where a snapshot's keys come from, and go to. One of another origin says nothing about this one.</summary>
/// <param name="Paths">The paths of all layers in their order, with the chroot of the connection.</param>
/// <param name="Section">The section under which the keys are mounted.</param>
internal sealed record SnapshotOrigin(IReadOnlyList<string> Paths, string? Section)
{
    public bool IsSameAs(SnapshotOrigin other) => Section == other.Section && Paths.SequenceEqual(other.Paths, StringComparer.Ordinal);

    public override string ToString() => Section is null ? $"'{string.Join(", ", Paths)}'" : $"'{string.Join(", ", Paths)}' in the section '{Section}'";
}
