using System.Runtime.CompilerServices;

namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// The pages of a <see cref="KeyTable"/> by number: a node of a tree with 16 branches at each node. A change copies one node of each level, so it costs nearly
/// the same in a large table as in a small one.
/// </summary>
/// <param name="owner">The edit that may change the node in place. All others must copy it.</param>
internal sealed class KeyPages(object? owner)
{
    private const int BitsPerLevel = 4;
    private const int Branches = 1 << BitsPerLevel;

    private object? _owner = owner;

    // Nodes or, at the lowest level, pages.
    private Slots _slots;

    /// <summary>Returns the shift of the highest level of a tree with the given number of pages.</summary>
    public static int ShiftFor(int pages)
    {
        var shift = 0;
        while (pages > Branches << shift)
        {
            shift += BitsPerLevel;
        }

        return shift;
    }

    public KeyPage? Find(int number, int shift)
    {
        var node = this;
        for (; shift > 0 && node is not null; shift -= BitsPerLevel)
        {
            node = (KeyPages?)node._slots[(number >> shift) & (Branches - 1)];
        }

        return (KeyPage?)node?._slots[number & (Branches - 1)];
    }

    /// <summary>Returns this tree with another page under a number.</summary>
    public KeyPages With(int number, int shift, KeyPage? page, object owner)
    {
        var node = _owner == owner ? this : CloneFor(owner);
        ref var slot = ref node._slots[(number >> shift) & (Branches - 1)];
        slot = shift == 0 ? page : ((KeyPages?)slot ?? new KeyPages(owner)).With(number, shift - BitsPerLevel, page, owner);
        return node;
    }

    private KeyPages CloneFor(object owner)
    {
        var clone = (KeyPages)MemberwiseClone();
        clone._owner = owner;
        return clone;
    }

    [InlineArray(Branches)]
    private struct Slots
    {
        private object? _first;
    }
}
