namespace ZooKeeper.Client.Trees;

/// <summary>One path of a multiRead.</summary>
/// <param name="Path">The path.</param>
/// <param name="Need">What is to be read.</param>
/// <param name="IsUnknown">It was never read: its size is not known.</param>
/// <param name="Discovered">Where it was put in the working copy, if a list of children has just told of it.</param>
internal readonly record struct ReadOperation(string Path, ReadNeed Need, bool IsUnknown, Znode? Discovered)
{
    public bool HasChildren => (Need & ReadNeed.Children) != 0;

    public bool IsChanged => (Need & ReadNeed.Changed) != 0;
}
