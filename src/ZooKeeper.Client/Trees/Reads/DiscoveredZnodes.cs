namespace ZooKeeper.Client.Trees;

/// <summary>
/// Holds the znodes of one level that lists of children have named and that are not read yet. It returns them in random order, so that the first few show the
/// sizes of the rest (docs/protocol.md, "Chunks"): first one by one, then a few neighbors at a time. A large tree has very many of them, so they stay in their
/// original arrays.
/// </summary>
internal sealed class DiscoveredZnodes
{
    // Neighbors are close to each other in memory, so reading a large level causes fewer cache misses.
    private const int TakenOneByOne = 256;
    private const int Neighbors = 16;

    private readonly List<Siblings> _all = [];
    private readonly Dictionary<string, Siblings> _byParent = new(StringComparer.Ordinal);

    private int _taken;

    // The place of the last znode that was taken.
    private Siblings? _last;
    private int _index;
    private int _place;

    public int Count { get; private set; }

    public IEnumerable<(Znode Znode, ReadNeed Need)> All => _all.SelectMany(siblings => siblings.Left.ToArray().Select(znode => (znode, siblings.Need)));

    private bool HasNeighbor => _index < _all.Count && _all[_index] == _last && _place > 0 && _place <= _last.Left.Length;

    /// <summary>Adds znodes, or replaces those with the same paths. Returns how many more there are now.</summary>
    /// <param name="parent">The path of the parent.</param>
    /// <param name="children">The znodes, at least one. The caller does not use the array afterwards.</param>
    /// <param name="need">What to read of each.</param>
    public int Add(string parent, Znode[] children, ReadNeed need)
    {
        var before = 0;
        if (_byParent.TryGetValue(parent, out var siblings))
        {
            before = siblings.Left.Length;
            siblings.Add(children, need);
        }
        else
        {
            _all.Add(siblings = new Siblings(parent, children, need));
            _byParent.Add(parent, siblings);
        }

        var added = siblings.Left.Length - before;
        Count += added;
        return added;
    }

    /// <summary>Gets what to read of a path; nothing if it is not here.</summary>
    public ReadNeed NeedOf(string path) => Of(path) is { } siblings && siblings.PlaceOf(path) >= 0 ? siblings.Need : ReadNeed.None;

    public bool Remove(string path)
    {
        if (Of(path) is not { } siblings || siblings.PlaceOf(path) is not (>= 0 and var place))
        {
            return false;
        }

        Take(_all.IndexOf(siblings), place);
        return true;
    }

    /// <summary>Takes one znode.</summary>
    public (Znode Znode, ReadNeed Need) Take()
    {
        if (++_taken <= TakenOneByOne)
        {
            ChooseZnode(Random.Shared.Next(Count));
        }
        else if (_taken % Neighbors != 1 && HasNeighbor)
        {
            _place--;
        }
        else
        {
            _index = Random.Shared.Next(_all.Count);
            _place = Random.Shared.Next(_all[_index].Left.Length);
        }

        _last = _all[_index];
        return (Take(_index, _place), _last.Need);
    }

    // Every znode has the same chance, however many siblings it has.
    private void ChooseZnode(int number)
    {
        for (_index = 0; number >= _all[_index].Left.Length; _index++)
        {
            number -= _all[_index].Left.Length;
        }

        _place = number;
    }

    private Znode Take(int index, int place)
    {
        var siblings = _all[index];
        var znode = siblings.Take(place);
        Count--;
        if (siblings.Left.IsEmpty)
        {
            _byParent.Remove(siblings.Parent);
            _all[index] = _all[^1];
            _all.RemoveAt(_all.Count - 1);
        }

        return znode;
    }

    private Siblings? Of(string path)
    {
        var slash = path.LastIndexOf('/');
        return _byParent.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(slash == 0 ? "/" : path.AsSpan(0, slash), out var siblings) ? siblings : null;
    }

    private sealed class Siblings(string parent, Znode[] znodes, ReadNeed need)
    {
        private Znode[] _znodes = znodes;
        private int _count = znodes.Length;

        public string Parent => parent;

        public ReadNeed Need { get; private set; } = need;

        public ReadOnlySpan<Znode> Left => _znodes.AsSpan(0, _count);

        public void Add(Znode[] znodes, ReadNeed need)
        {
            var names = znodes.Select(znode => znode.Name).ToHashSet(StringComparer.Ordinal);
            _znodes = [.. Left.ToArray().Where(znode => !names.Contains(znode.Name)), .. znodes];
            _count = _znodes.Length;
            Need |= need;
        }

        public Znode Take(int place)
        {
            var znode = _znodes[place];
            _znodes[place] = _znodes[--_count];
            return znode;
        }

        public int PlaceOf(string path)
        {
            var name = path.AsSpan(path.LastIndexOf('/') + 1);
            for (var place = 0; place < _count; place++)
            {
                if (name.SequenceEqual(_znodes[place].Name))
                {
                    return place;
                }
            }

            return -1;
        }
    }
}
