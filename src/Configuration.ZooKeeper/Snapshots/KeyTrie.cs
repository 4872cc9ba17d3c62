using System.Diagnostics;
using System.Numerics;

namespace Configuration.ZooKeeper.Snapshots;

/// <summary>
/// The entries of a snapshot by key, without regard to case: a persistent hash trie (Bagwell, "Ideal Hash Trees"). A lookup hashes the key once, as
/// in a dictionary; a change copies the few nodes on its way and shares the rest with the snapshot before. Nodes of the owner that is editing are changed in place.
/// </summary>
internal sealed class KeyTrie
{
    private const int BitsPerLevel = 5;
    private const int HashBits = 32;

    private readonly object? _owner;
    private uint _bitmap;

    // Each slot is a KeyEntry, a KeyTrie of the next level or, where the hash is used up, a KeyEntry[].
    private object[] _slots;

    private KeyTrie(object? owner, uint bitmap, object[] slots)
    {
        _owner = owner;
        _bitmap = bitmap;
        _slots = slots;
    }

    public static KeyTrie Empty { get; } = new(null, 0, []);

    private int Count => BitOperations.PopCount(_bitmap);

    public KeyEntry? Find(ReadOnlySpan<char> key)
    {
        if (_bitmap == 0)
        {
            return null;
        }

        var hash = KeyHash.Of(key);
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
                case KeyEntry entry:
                    return IsOf(entry, hash, key) ? entry : null;
                case KeyTrie next:
                    node = next;
                    break;
                case object colliding:
                    foreach (var entry in (KeyEntry[])colliding)
                    {
                        if (IsOf(entry, hash, key))
                        {
                            return entry;
                        }
                    }

                    return null;
            }
        }
    }

    /// <summary>This trie with an entry added, or put in the place of the one of the same key.</summary>
    public KeyTrie With(KeyEntry entry, object owner) => With(entry, 0, owner);

    /// <summary>This trie without an entry that is in it.</summary>
    public KeyTrie Without(KeyEntry entry, object owner) => (KeyTrie?)Without(entry, 0, owner) ?? Empty;

    public IEnumerable<KeyEntry> All() => _slots.Take(Count).SelectMany(slot => slot switch
    {
        KeyEntry entry => [entry],
        KeyTrie trie => trie.All(),
        _ => (KeyEntry[])slot,
    });

    private static bool IsOf(KeyEntry entry, int hash, ReadOnlySpan<char> key) =>
        entry.Hash == hash && key.Equals(entry.Key, StringComparison.OrdinalIgnoreCase);

    private static bool IsSameKey(KeyEntry entry, KeyEntry other) => IsOf(entry, other.Hash, other.Key);

    private static uint BitOf(int hash, int shift) => 1u << (int)(((uint)hash >> shift) & ((1 << BitsPerLevel) - 1));

    private static object Split(KeyEntry first, KeyEntry second, int shift, object owner) => shift >= HashBits
        ? new[] { first, second }
        : new KeyTrie(owner, 0, new object[2]).With(first, shift, owner).With(second, shift, owner);

    private int IndexOf(uint bit) => BitOperations.PopCount(_bitmap & (bit - 1));

    private KeyTrie With(KeyEntry entry, int shift, object owner)
    {
        var bit = BitOf(entry.Hash, shift);
        if ((_bitmap & bit) == 0)
        {
            return Insert(bit, entry, owner);
        }

        var index = IndexOf(bit);
        object slot = _slots[index] switch
        {
            KeyEntry other when IsSameKey(other, entry) => entry,
            KeyEntry other => Split(other, entry, shift + BitsPerLevel, owner),
            KeyTrie next => next.With(entry, shift + BitsPerLevel, owner),
            KeyEntry[] colliding => WithCollision(colliding, entry),
            _ => throw new UnreachableException(),
        };
        return Replace(index, slot, owner);
    }

    // Apart, so that only this pays for a closure.
    private static KeyEntry[] WithCollision(KeyEntry[] colliding, KeyEntry entry) => [.. Array.FindAll(colliding, other => !IsSameKey(other, entry)), entry];

    private static object WithoutCollision(KeyEntry[] colliding, KeyEntry entry) =>
        Array.FindAll(colliding, other => !IsSameKey(other, entry)) is var left && left is [var last] ? last : left;

    // What is left of a slot: a level with one entry is no level of its own.
    private object? Without(KeyEntry entry, int shift, object owner)
    {
        var bit = BitOf(entry.Hash, shift);
        var index = IndexOf(bit);
        var left = _slots[index] switch
        {
            KeyEntry => null,
            KeyTrie next => next.Without(entry, shift + BitsPerLevel, owner),
            KeyEntry[] colliding => WithoutCollision(colliding, entry),
            _ => throw new UnreachableException(),
        };
        if (left is not null)
        {
            var replaced = Replace(index, left, owner);
            return shift > 0 && replaced.Count == 1 && left is KeyEntry ? left : replaced;
        }

        if (Count == 1)
        {
            return null;
        }

        var remaining = Remove(bit, index, owner);
        return shift > 0 && remaining.Count == 1 && remaining._slots[0] is KeyEntry only ? only : remaining;
    }

    private KeyTrie Replace(int index, object slot, object owner)
    {
        if (ReferenceEquals(_slots[index], slot))
        {
            return this;
        }

        var target = _owner == owner ? this : new KeyTrie(owner, _bitmap, _slots[..Count]);
        target._slots[index] = slot;
        return target;
    }

    private KeyTrie Insert(uint bit, KeyEntry entry, object owner)
    {
        var (count, index) = (Count, IndexOf(bit));
        var target = this;
        if (_owner != owner || _slots.Length == count)
        {
            // An owned node may grow again soon; a copied one most likely does not.
            var slots = new object[_owner == owner ? Math.Max(2, (int)BitOperations.RoundUpToPowerOf2((uint)count + 1)) : count + 1];
            Array.Copy(_slots, slots, count);
            target = _owner == owner ? this : new KeyTrie(owner, _bitmap, slots);
            target._slots = slots;
        }

        Array.Copy(target._slots, index, target._slots, index + 1, count - index);
        target._slots[index] = entry;
        target._bitmap |= bit;
        return target;
    }

    private KeyTrie Remove(uint bit, int index, object owner)
    {
        var count = Count;
        var target = _owner == owner ? this : new KeyTrie(owner, _bitmap, _slots[..count]);
        Array.Copy(target._slots, index + 1, target._slots, index, count - index - 1);
        target._slots[count - 1] = null!;
        target._bitmap &= ~bit;
        return target;
    }
}
