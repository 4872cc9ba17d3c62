using System.Runtime.CompilerServices;

namespace Configuration.ZooKeeper.Keys;

/// <summary>Some entries of a <see cref="KeyTable"/>: each is where its hash says, or in the next free place after that.</summary>
/// <param name="owner">The edit that may change it; for all others it never changes.</param>
internal sealed class KeyPage(object owner)
{
    private const int Places = 16;

    private static readonly KeyEntry s_nothing;

    private object _owner = owner;
    private Entries _entries;

    // What finds no place here. Only a full page has one.
    private KeyPage? _more;

    /// <summary>The entry of a key in a page that may not be there; or nothing.</summary>
    public static ref readonly KeyEntry Find(KeyPage? page, int hash, ReadOnlySpan<char> key)
    {
        for (; page is not null; page = page._more)
        {
            for (var tried = 0; tried < Places; tried++)
            {
                ref readonly var entry = ref page._entries[(hash + tried) & (Places - 1)];
                if (entry.Key is null)
                {
                    return ref s_nothing;
                }

                if (entry.IsOf(hash, key))
                {
                    return ref entry;
                }
            }
        }

        return ref s_nothing;
    }

    /// <summary>This page with an entry added, or put in the place of the one of the same key.</summary>
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

    /// <summary>This page without an entry that is in it; null if it was the last. The others are put in anew: one may have had to give way to it.</summary>
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

    // The place of a key, or the free one where it would be; past the last if there is neither.
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
