using System.Diagnostics;
using System.Numerics;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Stores the children of a znode by name, as a persistent hash trie (Bagwell, "Ideal Hash Trees"). A change copies the few nodes on its path and shares the
/// rest, so an old version costs nothing to keep. The place of a name depends only on its hash, so a comparison of two versions skips what they share. An edit
/// changes the nodes that it owns in place.
/// </summary>
internal sealed partial class HashTrie
{
    private const int BitsPerLevel = 5;
    private const int HashBits = 32;

    private readonly object? _owner;
    private uint _bitmap;

    // Each slot is a Znode, a HashTrie of the next level or, after the last bit of the hash, a Znode[].
    private object[] _slots;

    private HashTrie(object? owner, uint bitmap, object[] slots)
    {
        _owner = owner;
        _bitmap = bitmap;
        _slots = slots;
    }

    private int Count => BitOperations.PopCount(_bitmap);

    public static HashTrie Empty(object owner) => new(owner, 0, []);

    public static int HashOf(ReadOnlySpan<char> name) => string.GetHashCode(name);

    public Znode? Find(ReadOnlySpan<char> name)
    {
        var hash = (uint)HashOf(name);
        var node = this;
        for (var shift = 0; ; shift += BitsPerLevel)
        {
            var bit = BitOf(hash, shift);
            if ((node._bitmap & bit) == 0)
            {
                return null;
            }

            switch (node._slots[node.IndexOf(bit)])
            {
                case Znode znode:
                    return name.SequenceEqual(znode.Name) ? znode : null;
                case HashTrie next:
                    node = next;
                    break;
                case object slot:
                    return FindAmong((Znode[])slot, name);
            }
        }
    }

    /// <summary>Returns this trie with a znode added, or in place of the one with the same name.</summary>
    public HashTrie With(Znode znode, object owner) => With(znode, (uint)HashOf(znode.Name), 0, owner);

    /// <summary>Returns this trie without a znode; null if nothing is left.</summary>
    public HashTrie? Without(string name, object owner) => Without(name, (uint)HashOf(name), 0, owner);

    public IEnumerable<Znode> All() => AllOf(this);

    private static IEnumerable<Znode> AllOf(object? slot) => slot switch
    {
        null => [],
        Znode znode => [znode],
        HashTrie trie => trie._slots.Take(trie.Count).SelectMany(AllOf),
        _ => (Znode[])slot,
    };

    private static Znode? FindAmong(Znode[] znodes, ReadOnlySpan<char> name)
    {
        foreach (var znode in znodes)
        {
            if (name.SequenceEqual(znode.Name))
            {
                return znode;
            }
        }

        return null;
    }

    private static bool IsSameName(Znode znode, Znode other) => znode.Name == other.Name;

    private static uint BitOf(uint hash, int shift) => 1u << (int)((hash >> shift) & ((1 << BitsPerLevel) - 1));

    private int IndexOf(uint bit) => BitOperations.PopCount(_bitmap & (bit - 1));

    private object? SlotOf(uint bit) => (_bitmap & bit) == 0 ? null : _slots[IndexOf(bit)];

    private HashTrie With(Znode znode, uint hash, int shift, object owner)
    {
        var bit = BitOf(hash, shift);
        object slot = SlotOf(bit) switch
        {
            null => znode,
            Znode other when IsSameName(other, znode) => znode,
            Znode other => Split(other, znode, hash, shift + BitsPerLevel, owner),
            HashTrie next => next.With(znode, hash, shift + BitsPerLevel, owner),
            Znode[] colliding => WithCollision(colliding, znode),
            _ => throw new UnreachableException(),
        };
        return Set(bit, slot, owner);
    }

    private static object Split(Znode first, Znode second, uint secondHash, int shift, object owner) =>
        shift >= HashBits
            ? new[] { first, second }
            : new HashTrie(owner, 0, new object[2])
                .With(first, (uint)HashOf(first.Name), shift, owner)
                .With(second, secondHash, shift, owner);

    private HashTrie? Without(string name, uint hash, int shift, object owner)
    {
        var bit = BitOf(hash, shift);
        var slot = SlotOf(bit);
        var remaining = slot switch
        {
            Znode znode when name == znode.Name => null,
            HashTrie next => next.Without(name, hash, shift + BitsPerLevel, owner),
            Znode[] colliding => WithoutCollision(colliding, name),
            _ => slot,
        };
        if (ReferenceEquals(remaining, slot) && slot is not HashTrie)
        {
            return this; // not found
        }

        // A level with one znode is merged into its parent, so that the shape depends only on the names.
        remaining = remaining is HashTrie { Count: 1 } trie && trie._slots[0] is not HashTrie ? trie._slots[0] : remaining;
        return remaining is null ? Clear(bit, owner) : Set(bit, remaining, owner);
    }

    // A separate method, so that only this case allocates a closure.
    private static Znode[] WithCollision(Znode[] colliding, Znode znode) => [.. Array.FindAll(colliding, other => !IsSameName(other, znode)), znode];

    private static object WithoutCollision(Znode[] colliding, string name)
    {
        var left = Array.FindAll(colliding, znode => znode.Name != name);
        return left.Length == colliding.Length ? colliding : left.Length == 1 ? left[0] : left;
    }

    private HashTrie Set(uint bit, object slot, object owner)
    {
        if ((_bitmap & bit) != 0)
        {
            var index = IndexOf(bit);
            if (ReferenceEquals(_slots[index], slot))
            {
                return this;
            }

            var target = Own(owner);
            target._slots[index] = slot;
            return target;
        }

        return Insert(bit, slot, owner);
    }

    private HashTrie Insert(uint bit, object slot, object owner)
    {
        var (count, index) = (Count, IndexOf(bit));
        var target = this;
        if (_owner != owner || _slots.Length == count)
        {
            // An owned node may grow again soon. A copied one probably does not.
            var slots = new object[_owner == owner ? Math.Max(2, (int)BitOperations.RoundUpToPowerOf2((uint)count + 1)) : count + 1];
            Array.Copy(_slots, slots, count);
            if (_owner == owner)
            {
                _slots = slots;
            }
            else
            {
                target = new HashTrie(owner, _bitmap, slots);
            }
        }

        Array.Copy(target._slots, index, target._slots, index + 1, count - index);
        target._slots[index] = slot;
        target._bitmap |= bit;
        return target;
    }

    private HashTrie? Clear(uint bit, object owner)
    {
        var count = Count;
        if (count == 1)
        {
            return null;
        }

        var target = Own(owner);
        var index = IndexOf(bit);
        Array.Copy(target._slots, index + 1, target._slots, index, count - index - 1);
        target._slots[count - 1] = null!;
        target._bitmap &= ~bit;
        return target;
    }

    private HashTrie Own(object owner) => _owner == owner ? this : new HashTrie(owner, _bitmap, _slots[..Count]);
}
