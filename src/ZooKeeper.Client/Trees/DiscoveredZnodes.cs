namespace ZooKeeper.Client.Trees;

/// <summary>
/// The znodes of one level that lists of children told of, to be read. They are taken in random order, so that the first few tell the sizes of the rest
/// (docs/protocol.md, "Chunks"): one by one, later a few neighbours at a time. Of a large tree these are very many, so they stay in the arrays that they came in.
/// </summary>
internal sealed class DiscoveredZnodes
{
    // Neighbours came together and lie together in memory, so a large level is read with fewer misses of the cache.
    private const int TakenOneByOne = 256;
    private const int Neighbours = 16;

    private readonly List<Family> _families = [];

    private int _taken;

    // What was taken last.
    private Family? _family;
    private int _index;
    private int _place;

    public int Count { get; private set; }

    public IEnumerable<(Znode Znode, ReadNeed Need)> All => _families.SelectMany(family => family.Left.ToArray().Select(znode => (znode, family.Need)));

    private bool HasNeighbour => _place > 0 && _index < _families.Count && _families[_index] == _family;

    /// <param name="children">The znodes. Whoever hands the array over does not use it any more.</param>
    /// <param name="need">What is to be read of each.</param>
    public void Add(Znode[] children, ReadNeed need)
    {
        if (children.Length > 0)
        {
            _families.Add(new Family(children, need));
            Count += children.Length;
        }
    }

    /// <summary>Takes one of those that are left.</summary>
    public (Znode Znode, ReadNeed Need) Take()
    {
        if (++_taken <= TakenOneByOne)
        {
            ChooseZnode(Random.Shared.Next(Count));
        }
        else if (_taken % Neighbours != 1 && HasNeighbour)
        {
            _place--;
        }
        else
        {
            ChooseFamily(Random.Shared.Next(_families.Count));
        }

        var family = _families[_index];
        var znode = family.Take(_place);
        Count--;
        if (family.Left.IsEmpty)
        {
            _families[_index] = _families[^1];
            _families.RemoveAt(_families.Count - 1);
        }

        _family = family;
        return (znode, family.Need);
    }

    // Each is as likely as any other: one large family counts as much as very many small ones.
    private void ChooseZnode(int number)
    {
        for (_index = 0; number >= _families[_index].Left.Length; _index++)
        {
            number -= _families[_index].Left.Length;
        }

        _place = number;
    }

    private void ChooseFamily(int index)
    {
        _index = index;
        _place = Random.Shared.Next(_families[index].Left.Length);
    }

    private sealed class Family(Znode[] znodes, ReadNeed need)
    {
        private int _count = znodes.Length;

        public ReadNeed Need => need;

        public ReadOnlySpan<Znode> Left => znodes.AsSpan(0, _count);

        public Znode Take(int place)
        {
            var znode = znodes[place];
            znodes[place] = znodes[--_count];
            return znode;
        }
    }
}
