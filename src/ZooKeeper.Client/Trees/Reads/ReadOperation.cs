namespace ZooKeeper.Client.Trees;

/// <summary>One path of a multiRead.</summary>
/// <param name="Dirty">The path, and what to read of it.</param>
/// <param name="IsUnknown">Whether it was never read, so that its size is unknown.</param>
internal readonly record struct ReadOperation(DirtyPath Dirty, bool IsUnknown)
{
    /// <inheritdoc cref="DirtyPath.Path"/>
    public string Path => Dirty.Path;

    public ReadNeed Need => Dirty.Need;

    public Znode? Discovered => Dirty.Discovered;

    public bool HasChildren => (Need & ReadNeed.Children) != 0;

    public bool IsChanged => (Need & ReadNeed.Changed) != 0;
}
