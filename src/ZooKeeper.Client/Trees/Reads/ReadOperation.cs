namespace ZooKeeper.Client.Trees;

/// <summary>One path of a multiRead.</summary>
/// <param name="Path">The path.</param>
/// <param name="Need">What to read.</param>
/// <param name="IsUnknown">Whether it was never read, so that its size is unknown.</param>
/// <param name="Discovered">The znode in the working copy, if a list of children has just named it.</param>
internal readonly record struct ReadOperation(string Path, ReadNeed Need, bool IsUnknown, Znode? Discovered)
{
    public bool HasChildren => (Need & ReadNeed.Children) != 0;

    public bool IsChanged => (Need & ReadNeed.Changed) != 0;
}
