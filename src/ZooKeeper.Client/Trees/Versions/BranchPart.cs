namespace ZooKeeper.Client.Trees;

/// <summary>What a <see cref="Znode"/> has only if it has children, was unreadable, or has a <see cref="Stat"/> that a <see cref="LeafStat"/> cannot tell.</summary>
internal sealed class BranchPart
{
    public Stat? Stat { get; set; }

    public Znode? LastReadable { get; set; }

    public HashTrie? Trie { get; set; }

    public int ChildCount { get; set; }

    public BranchPart Clone() => (BranchPart)MemberwiseClone();
}
