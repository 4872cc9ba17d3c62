namespace ZooKeeper.Client.Trees;

/// <summary>
/// Holds what a <see cref="Znode"/> has only if it has children, is unreadable, or has a <see cref="Stat"/> that a <see cref="LeafStat"/> cannot represent.
/// </summary>
internal sealed class BranchPart
{
    public Stat? Stat { get; set; }

    public Znode? LastReadable { get; set; }

    public HashTrie? Trie { get; set; }

    public int ChildCount { get; set; }

    public BranchPart Clone() => (BranchPart)MemberwiseClone();
}
