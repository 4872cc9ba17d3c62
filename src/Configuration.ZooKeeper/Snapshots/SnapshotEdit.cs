using System.Runtime.InteropServices;

namespace Configuration.ZooKeeper.Snapshots;

/// <summary>
/// A snapshot that is being changed. It costs what changes: first it is collected what becomes of each key, then <see cref="Seal"/> puts that into the
/// entries, and the names of keys and sections that come or go into the sections above.
/// </summary>
/// <param name="start">What is changed.</param>
/// <param name="capacity">About how many keys will change.</param>
internal sealed class SnapshotEdit(ConfigurationSnapshot start, int capacity = 0)
{
    private readonly object _owner = new();
    private readonly Dictionary<string, KeyDefinition?> _keys = new(capacity, KeyComparer.Instance);
    private readonly Dictionary<string, SectionEdit> _sections = new(KeyComparer.Instance);
    private readonly SectionEdit _top = new();
    private readonly List<string> _changed = [];
    private KeyTrie _entries = start.Entries;
    private int _count = start.Count;

    // Keys come section by section.
    private string _lastSection = "";
    private SectionEdit? _lastEdit;

    /// <summary>After <see cref="Seal"/>: the keys that were added, removed or have another value.</summary>
    public IReadOnlyList<string> ChangedKeys => _changed;

    /// <summary>The keys of which several znodes of one layer say what they are.</summary>
    public IEnumerable<KeyCollision> Collisions()
    {
        foreach (var definition in _keys.Values)
        {
            for (var winner = definition; winner?.Overridden is { } loser; winner = loser)
            {
                if (winner.Layer == loser.Layer)
                {
                    yield return new KeyCollision(winner.Key, winner.Path, loser.Path);
                }
            }
        }
    }

    public void Define(KeyDefinition definition)
    {
        ref var edited = ref Edited(definition.Key);
        edited = KeyDefinition.With(edited, definition);
    }

    public void Undefine(string key, int layer, string path)
    {
        ref var edited = ref Edited(key);
        edited = KeyDefinition.Without(edited, layer, path);
    }

    public ConfigurationSnapshot Seal()
    {
        // First what comes: a section that loses its only name and gets another one stays.
        foreach (var definition in _keys.Values.OfType<KeyDefinition>())
        {
            Put(definition);
        }

        foreach (var (key, definition) in _keys)
        {
            if (definition is null)
            {
                Drop(key);
            }
        }

        foreach (var (section, edit) in _sections)
        {
            if (_entries.Find(section) is { } entry)
            {
                Set(new KeyEntry(entry.Key, entry.Definition, edit.ApplyTo(entry.Children)));
            }
        }

        return new ConfigurationSnapshot(_entries, _top.ApplyTo(start.TopLevel), _count);
    }

    private static (string? Section, string Name) Split(string key) => key.LastIndexOf(':') is >= 0 and var end ? (key[..end], key[(end + 1)..]) : (null, key);

    // What becomes of a key, so far.
    private ref KeyDefinition? Edited(string key)
    {
        ref var edited = ref CollectionsMarshal.GetValueRefOrAddDefault(_keys, key, out var isKnown);
        if (!isKnown)
        {
            edited = start.Entries.Find(key)?.Definition;
        }

        return ref edited;
    }

    private void Put(KeyDefinition definition)
    {
        var known = _entries.Find(definition.Key);
        if (known?.Definition is null || known.Definition.Value != definition.Value)
        {
            _changed.Add(definition.Key);
            _count += known?.Definition is null ? 1 : 0;
        }

        Set(new KeyEntry(List(definition.Key, known), definition, known?.Children ?? ChildNames.None));
    }

    private void Drop(string key)
    {
        if (_entries.Find(key) is { Definition: { } definition } entry)
        {
            _changed.Add(definition.Key);
            _count--;
            Prune(new KeyEntry(entry.Key, definition: null, entry.Children));
        }
    }

    private void Ensure(string section)
    {
        var known = _entries.Find(section);
        if (known?.Key != section && List(section, known) is var key && known?.Key != key)
        {
            Set(new KeyEntry(key, known?.Definition, known?.Children ?? ChildNames.None));
        }
    }

    // Lists an entry in the section above it, and tells by which spelling of its name: of several the ordinally last is listed, in whatever order they come.
    private string List(string key, KeyEntry? known)
    {
        if (known?.Key == key)
        {
            return key;
        }

        var edit = EnsureAbove(key, out var name);
        if (known is null)
        {
            edit.Add(name);
            return key;
        }

        var listed = Split(known.Key).Name;
        if (string.CompareOrdinal(name, listed) <= 0)
        {
            return known.Key;
        }

        edit.Remove(listed);
        edit.Add(name);
        return key;
    }

    private SectionEdit EnsureAbove(string key, out string name)
    {
        var end = key.LastIndexOf(':');
        name = key[(end + 1)..];
        if (end < 0)
        {
            return _top;
        }

        if (_lastEdit is null || !key.AsSpan(0, end).SequenceEqual(_lastSection))
        {
            var section = key[..end];
            Ensure(section);
            _lastEdit = EditOf(section);
            _lastSection = section;
        }

        return _lastEdit;
    }

    // What is neither a key nor has one below it goes, and so does the section above if that was all there was in it.
    private void Prune(KeyEntry entry)
    {
        if (entry.Children.Count + (_sections.GetValueOrDefault(entry.Key)?.Growth ?? 0) > 0)
        {
            Set(entry);
            return;
        }

        _entries = _entries.Without(entry, _owner);
        var (section, name) = Split(entry.Key);
        EditOf(section).Remove(name);
        if (section is not null && _entries.Find(section) is { Definition: null } above)
        {
            Prune(above);
        }
    }

    private SectionEdit EditOf(string? section)
    {
        if (section is null)
        {
            return _top;
        }

        ref var edit = ref CollectionsMarshal.GetValueRefOrAddDefault(_sections, section, out _);
        return edit ??= new SectionEdit();
    }

    private KeyEntry Set(KeyEntry entry)
    {
        _entries = _entries.With(entry, _owner);
        return entry;
    }
}
