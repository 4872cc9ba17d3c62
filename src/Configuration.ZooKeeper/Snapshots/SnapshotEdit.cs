using System.Runtime.InteropServices;

namespace Configuration.ZooKeeper.Snapshots;

/// <summary>
/// A snapshot that is being changed. It costs what changes: first it is collected what becomes of each key, then <see cref="Seal"/> puts that into the
/// entries, and the names of keys and sections that come or go into the sections above.
/// </summary>
internal sealed class SnapshotEdit(ConfigurationSnapshot start)
{
    private readonly object _owner = new();
    private readonly Dictionary<string, KeyDefinition?> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SectionEdit> _sections = new(StringComparer.OrdinalIgnoreCase);
    private readonly SectionEdit _top = new();
    private readonly List<string> _changed = [];
    private KeyTrie _entries = start.Entries;
    private int _count = start.Count;

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

    public void Define(KeyDefinition definition) => _keys[definition.Key] = KeyDefinition.With(Find(definition.Key), definition);

    public void Undefine(string key, int layer, string path) => _keys[key] = KeyDefinition.Without(Find(key), layer, path);

    public ConfigurationSnapshot Seal()
    {
        // First what comes: a section that loses its only name and gets another one stays.
        foreach (var definition in _keys.Values.OfType<KeyDefinition>())
        {
            Put(definition);
        }

        foreach (var (key, _) in _keys.Where(key => key.Value is null))
        {
            Drop(key);
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

    private KeyDefinition? Find(string key) => _keys.TryGetValue(key, out var edited) ? edited : start.Entries.Find(key)?.Definition;

    private void Put(KeyDefinition definition)
    {
        var entry = Ensure(definition.Key);
        if (entry.Definition is null || entry.Definition.Value != definition.Value)
        {
            _changed.Add(definition.Key);
            _count += entry.Definition is null ? 1 : 0;
        }

        Set(new KeyEntry(entry.Key, definition, entry.Children));
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

    // A new entry is listed in the section above it. Of several spellings of a name the ordinally last is listed, in whatever order they come.
    private KeyEntry Ensure(string key)
    {
        var known = _entries.Find(key);
        if (known?.Key == key)
        {
            return known;
        }

        var (section, name) = Split(key);
        if (section is not null)
        {
            Ensure(section);
        }

        if (known is null)
        {
            EditOf(section).Add(name);
            return Set(new KeyEntry(key, definition: null, ChildNames.None));
        }

        var listed = Split(known.Key).Name;
        if (string.CompareOrdinal(name, listed) <= 0)
        {
            return known;
        }

        EditOf(section).Remove(listed);
        EditOf(section).Add(name);
        return Set(new KeyEntry(key, known.Definition, known.Children));
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
