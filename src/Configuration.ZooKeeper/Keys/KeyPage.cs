using System.Runtime.CompilerServices;

namespace Configuration.ZooKeeper.Keys;

/// <summary>Holds some entries of a <see cref="KeyTable"/>. An entry is in the slot that its hash selects, or in the next free one.</summary>
/// <param name="owner">The edit that can change the page; for all others it is immutable.</param>
internal sealed class KeyPage(object owner)
{
    private const int Places = 16;

    private static readonly KeyEntry s_nothing;

    private object _owner = owner;
    private Entries _entries;

    // Entries that do not fit; only a full page has them.
    private KeyPage? _more;

    /// <summary>Returns the entry of a key, or the default. The page can be null.</summary>
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

    /// <summary>Returns this page with an entry added, or replaced if the key exists.</summary>
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

    /// <summary>Returns this page without an entry that it contains, or null if it was the last. Inserts the others again: one may have been displaced.</summary>
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

    // The slot of a key, or the free slot for it; past the end if there is neither.
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
