namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// The entries of a key index: a case-insensitive hash table in pages. The next version of the index shares the pages that did not change
/// (docs/decisions/0005). A lookup hashes the key once and usually reads one place of one page, so it has about as many cache misses as a dictionary. An edit
/// changes the pages that it owns in place.
/// </summary>
internal sealed class KeyTable
{
    // Of sixteen places in a page. A few full pages do no harm; many make lookups slower.
    private const int EntriesPerPage = 10;
    private const int MaxEntriesPerPage = 12;

    private readonly object? _owner;
    private readonly int _pageCount;
    private readonly int _shift;
    private KeyPages _pages;
    private int _entryCount;

    private KeyTable(object? owner, int count, KeyPages pages, int entries)
    {
        _owner = owner;
        _pageCount = count;
        _shift = KeyPages.ShiftFor(count);
        _pages = pages;
        _entryCount = entries;
    }

    public static KeyTable Empty { get; } = new(owner: null, count: 1, new KeyPages(owner: null), entries: 0);

    /// <summary>Finds the entry of a key. Returns an empty entry if there is none.</summary>
    public ref readonly KeyEntry Find(ReadOnlySpan<char> key) => ref Find(KeyHash.Of(key), key);

    /// <summary>Finds the entry of a key whose hash is known. Returns an empty entry if there is none.</summary>
    public ref readonly KeyEntry Find(int hash, ReadOnlySpan<char> key) => ref KeyPage.Find(_pages.Find(NumberOf(hash), _shift), hash, key);

    /// <summary>Returns this table with room for more entries.</summary>
    public KeyTable WithRoomFor(int more, object owner) => _entryCount + more > MaxEntriesPerPage * _pageCount ? Resize(_entryCount + more, owner) : this;

    /// <summary>Returns this table with an entry added or replaced.</summary>
    public KeyTable With(in KeyEntry entry, object owner)
    {
        var table = OwnedBy(owner);
        var number = NumberOf(entry.Hash);
        var page = _pages.Find(number, _shift);
        table.Set(number, page, (page ?? new KeyPage(owner)).With(entry, owner, out var isNew), owner);
        table._entryCount += isNew ? 1 : 0;
        return table.WithRoomFor(0, owner);
    }

    /// <summary>Returns this table without an entry that it contains.</summary>
    public KeyTable Without(in KeyEntry entry, object owner)
    {
        var table = OwnedBy(owner);
        var number = NumberOf(entry.Hash);
        var page = _pages.Find(number, _shift)!;
        table.Set(number, page, page.Without(entry, owner), owner);
        table._entryCount--;
        return table;
    }

    public IEnumerable<KeyEntry> All()
    {
        for (var number = 0; number < _pageCount; number++)
        {
            foreach (var entry in _pages.Find(number, _shift)?.All() ?? [])
            {
                yield return entry;
            }
        }
    }

    // By the highest bits of the hash. The lowest bits select the place in the page.
    private int NumberOf(int hash) => (int)(((ulong)(uint)hash * (uint)_pageCount) >> 32);

    private void Set(int number, KeyPage? before, KeyPage? page, object owner)
    {
        if (page != before)
        {
            _pages = _pages.With(number, _shift, page, owner);
        }
    }

    private KeyTable OwnedBy(object owner) => _owner == owner ? this : new KeyTable(owner, _pageCount, _pages, _entryCount);

    private KeyTable Resize(int entries, object owner)
    {
        var table = new KeyTable(owner, (entries / EntriesPerPage) + 1, new KeyPages(owner), entries: 0);
        foreach (var entry in All())
        {
            table.With(entry, owner);
        }

        return table;
    }
}
