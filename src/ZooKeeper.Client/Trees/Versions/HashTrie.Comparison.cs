namespace ZooKeeper.Client.Trees;

/// <content>The comparison of two versions.</content>
internal sealed partial class HashTrie
{
    /// <summary>Visits each pair of znodes that have the same name and are not the same object. Null stands for a missing znode.</summary>
    public static void Compare(HashTrie? old, HashTrie? @new, Action<Znode?, Znode?> visit) => CompareSlots(old, @new, visit);

    private static void CompareSlots(object? old, object? @new, Action<Znode?, Znode?> visit)
    {
        if (ReferenceEquals(old, @new))
        {
            return;
        }

        switch ((old, @new))
        {
            case (null, _):
                Visit(@new!, visit, isNew: true);
                break;
            case (_, null):
                Visit(old, visit, isNew: false);
                break;
            case (HashTrie oldTrie, HashTrie newTrie):
                for (var bits = oldTrie._bitmap | newTrie._bitmap; bits != 0; bits &= bits - 1)
                {
                    var bit = bits & (uint)-(int)bits;
                    CompareSlots(oldTrie.SlotOf(bit), newTrie.SlotOf(bit), visit);
                }

                break;
            case (Znode oldZnode, Znode newZnode) when IsSameName(oldZnode, newZnode):
                visit(oldZnode, newZnode);
                break;
            default:
                ComparePairs(AllOf(old), AllOf(@new), visit);
                break;
        }
    }

    private static void ComparePairs(IEnumerable<Znode> old, IEnumerable<Znode> @new, Action<Znode?, Znode?> visit)
    {
        var unmatched = old.ToDictionary(znode => znode.Name, StringComparer.Ordinal);
        foreach (var znode in @new)
        {
            if (!unmatched.Remove(znode.Name, out var before) || !ReferenceEquals(before, znode))
            {
                visit(before, znode);
            }
        }

        foreach (var znode in unmatched.Values)
        {
            visit(znode, null);
        }
    }

    private static void Visit(object slot, Action<Znode?, Znode?> visit, bool isNew)
    {
        switch (slot)
        {
            case Znode znode:
                visit(isNew ? null : znode, isNew ? znode : null);
                break;
            case HashTrie trie:
                foreach (var below in trie._slots.AsSpan(0, trie.Count))
                {
                    Visit(below, visit, isNew);
                }

                break;
            default:
                foreach (var colliding in (Znode[])slot)
                {
                    Visit(colliding, visit, isNew);
                }

                break;
        }
    }
}
