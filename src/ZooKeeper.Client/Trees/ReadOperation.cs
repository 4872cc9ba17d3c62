namespace ZooKeeper.Client.Trees;

/// <summary>One path of a multiRead. One that is unknown was never read: its size is not known.</summary>
internal readonly record struct ReadOperation(string Path, ReadNeed Need, bool IsUnknown)
{
    public bool HasChildren => (Need & ReadNeed.Children) != 0;

    public bool IsChanged => (Need & ReadNeed.Changed) != 0;
}
