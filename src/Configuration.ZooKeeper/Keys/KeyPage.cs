using System.Runtime.CompilerServices;

namespace Configuration.ZooKeeper.Keys;

/// <summary>A page of a <see cref="KeyTable"/>: a small hash table with linear probing.</summary>
/// <param name="owner">The edit that may change the page in place. All others must copy it.</param>
internal sealed class KeyPage(object owner)
{
    private const int Places = 16;

    private static readonly KeyEntry s_none;

    private object _owner = owner;
    private Entries _entries;

    // The overflow of a full page.
    private KeyPage? _more;

    /// <summary>Finds the entry of a key in a page, which can be null. Returns an empty entry if there is none.</summary>
    public static ref readonly KeyEntry Find(KeyPage? page, int hash, ReadOnlySpan<char> key)
    {
        for (; page is not null; page = page._more)
        {
            for (var tried = 0; tried < Places; tried++)
            {
                ref readonly var entry = ref page._entries[(hash + tried) & (Places - 1)];
                if (entry.Key is null)
                {
                    return ref s_none;
                }

                if (entry.IsOf(hash, key))
                {
                    return ref entry;
                }
            }
        }

        return ref s_none;
    }

    /// <summary>Returns this page with an entry added or replaced.</summary>
    public KeyPage With(in KeyEntry entry, object owner, out bool isNew)
    {
        var page = _owner == owner ? this : CloneFor(owner);
        var place = page.PlaceOf(entry.Hash, entry.Key);
        if (place == Places)
        {
            page._more = (page._more ?? new KeyPage(owner)).With(entry, owner, out isNew);
            return page;
        }

        isNew = page._entries[place].Key is null;
        page._entries[place] = entry;
        return page;
    }

    /// <summary>
    /// Returns this page without an entry, or null if it was the last one. Adds the others again, because the removed entry can have displaced them.
    /// </summary>
    public KeyPage? Without(KeyEntry entry, object owner)
    {
        KeyPage? left = null;
        foreach (var other in All())
        {
            left = other.IsOf(entry.Hash, entry.Key) ? left : (left ?? new KeyPage(owner)).With(other, owner, out _);
        }

        return left;
    }

    public IEnumerable<KeyEntry> All()
    {
        for (var page = this; page is not null; page = page._more)
        {
            for (var place = 0; place < Places; place++)
            {
                if (page._entries[place].Key is not null)
                {
                    yield return page._entries[place];
                }
            }
        }
    }

    // The place of a key, or the free place where it belongs, or Places if the page is full.
    private int PlaceOf(int hash, ReadOnlySpan<char> key)
    {
        for (var tried = 0; tried < Places; tried++)
        {
            var place = (hash + tried) & (Places - 1);
            ref readonly var entry = ref _entries[place];
            if (entry.Key is null || entry.IsOf(hash, key))
            {
                return place;
            }
        }

        return Places;
    }

    private KeyPage CloneFor(object owner)
    {
        var clone = (KeyPage)MemberwiseClone();
        clone._owner = owner;
        return clone;
    }

    [InlineArray(Places)]
    private struct Entries
    {
        private KeyEntry _first;
    }
}
