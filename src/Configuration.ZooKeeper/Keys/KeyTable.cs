namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// The entries of a key index: a case-insensitive hash table in pages. The next version of the index shares the pages that did not change
/// (docs/decisions/0005). A lookup hashes the key once and usually reads one place of one page, so it has about as many cache misses as a dictionary. An edit
/// changes the pages that it owns in place.
/// </summary>
internal sealed class KeyTable
{
    private const int PagesPerGroup = 128;

    // Of sixteen places in a page. A few full pages do no harm; many make lookups slower.
    private const int EntriesPerPage = 10;
    private const int MaxEntriesPerPage = 12;

    private readonly object? _owner;
    private readonly int _pages;
    private readonly KeyPage?[][] _groups;
    private readonly bool[] _isOwned;
    private int _count;

    private KeyTable(object? owner, int pages, int count, KeyPage?[][] groups, bool isOwned)
    {
        _owner = owner;
        _pages = pages;
        _count = count;
        _groups = groups;
        _isOwned = new bool[groups.Length];
        Array.Fill(_isOwned, isOwned);
    }

    public static KeyTable Empty { get; } = new(null, 1, 0, [[null]], isOwned: false);

    /// <summary>Finds the entry of a key. Returns an empty entry if there is none.</summary>
    public ref readonly KeyEntry Find(ReadOnlySpan<char> key) => ref Find(KeyHash.Of(key), key);

    /// <summary>Finds the entry of a key whose hash is known. Returns an empty entry if there is none.</summary>
    public ref readonly KeyEntry Find(int hash, ReadOnlySpan<char> key)
    {
        var (group, index) = PageOf(hash);
        return ref KeyPage.Find(_groups[group][index], hash, key);
    }

    /// <summary>Returns this table with room for more entries.</summary>
    public KeyTable WithRoomFor(int more, object owner) => _count + more > MaxEntriesPerPage * _pages ? Resize(_count + more, owner) : this;

    /// <summary>Returns this table with an entry added or replaced.</summary>
    public KeyTable With(in KeyEntry entry, object owner)
    {
        var table = OwnedBy(owner);
        ref var page = ref table.Owned(entry.Hash);
        page = (page ?? new KeyPage(owner)).With(entry, owner, out var isNew);
        table._count += isNew ? 1 : 0;
        return table.WithRoomFor(0, owner);
    }

    /// <summary>Returns this table without an entry that it contains.</summary>
    public KeyTable Without(in KeyEntry entry, object owner)
    {
        var table = OwnedBy(owner);
        table._count--;
        ref var page = ref table.Owned(entry.Hash);
        page = page!.Without(entry, owner);
        return table;
    }

    public IEnumerable<KeyEntry> All()
    {
        foreach (var page in _groups.SelectMany(pages => pages).OfType<KeyPage>())
        {
            foreach (var entry in page.All())
            {
                yield return entry;
            }
        }
    }

    // By the highest bits of the hash. The lowest bits select the place in the page.
    private (int Group, int Index) PageOf(int hash)
    {
        var page = (int)(((ulong)(uint)hash * (uint)_pages) >> 32);
        return (page / PagesPerGroup, page % PagesPerGroup);
    }

    private ref KeyPage? Owned(int hash)
    {
        var (group, index) = PageOf(hash);
        if (!_isOwned[group])
        {
            _groups[group] = (KeyPage?[])_groups[group].Clone();
            _isOwned[group] = true;
        }

        return ref _groups[group][index];
    }

    private KeyTable OwnedBy(object owner) => _owner == owner ? this : new KeyTable(owner, _pages, _count, (KeyPage?[][])_groups.Clone(), isOwned: false);

    private KeyTable Resize(int count, object owner)
    {
        var pages = (count / EntriesPerPage) + 1;
        var groups = new KeyPage?[(pages + PagesPerGroup - 1) / PagesPerGroup][];
        for (var group = 0; group < groups.Length; group++)
        {
            groups[group] = new KeyPage?[Math.Min(PagesPerGroup, pages - (group * PagesPerGroup))];
        }

        var table = new KeyTable(owner, pages, 0, groups, isOwned: true);
        foreach (var entry in All())
        {
            table.With(entry, owner);
        }

        return table;
    }
}
