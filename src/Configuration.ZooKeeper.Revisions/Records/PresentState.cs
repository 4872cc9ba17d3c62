using Configuration.ZooKeeper.Revisions.Records;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Represents a managed root and its head, both at the same zxid.</summary>
public sealed class PresentState
{
    internal PresentState(TreeState tree, Head? head, int headVersion, bool isHistoryReadable)
    {
        IsHistoryReadable = isHistoryReadable;
        Tree = tree;
        Head = head;
        HeadVersion = headVersion;
    }

    /// <summary>Gets the znodes.</summary>
    public TreeState Tree { get; }

    /// <summary>Gets the number of the latest revision. It is 0 before the first one.</summary>
    public int Revision => Head?.Revision ?? 0;

    /// <summary>Gets whether the root is managed: whether it has a history.</summary>
    public bool IsManaged => Head is not null;

    /// <summary>Gets whether the history is readable. If not, <see cref="Revision"/> is 0, and a plan cannot be applied.</summary>
    public bool IsHistoryReadable { get; }

    /// <summary>Gets the uid of the import that is under way, or null.</summary>
    public Guid? ImportUid => Head?.Importing?.Uid;

    /// <summary>Gets whether there is drift: whether the znodes differ from the records.</summary>
    public bool HasDrift => Head is { } head && head.Importing is null && Tree.Hash() != head.Hash;

    internal Head? Head { get; }

    internal int HeadVersion { get; }
}
