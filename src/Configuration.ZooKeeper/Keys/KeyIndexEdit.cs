using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// Changes a key index, at a cost proportional to the change: definitions go directly into the entries, and <see cref="Seal"/> updates the children of the
/// sections above.
/// </summary>
internal sealed partial class KeyIndexEdit
{
    private readonly object _owner = new();
    private readonly KeyIndex _start;
    private readonly SectionEdit _top = new();

    // Keys whose definition differs from the start, keys without a definition now, and keys with several definitions.
    private readonly List<string> _redefined;
    private readonly List<string> _undefined = new(1);
    private List<string>? _contested;
    private KeyTable _entries;
    private int _count;

    // Null until a section gets or loses a child: most changes write known keys.
    private Dictionary<string, SectionEdit>? _sections;

    // Keys usually arrive section by section.
    private string _lastSection = "";
    private SectionEdit? _lastEdit;

    /// <param name="start">The index to change.</param>
    /// <param name="capacity">The approximate number of keys that will change.</param>
    public KeyIndexEdit(KeyIndex start, int capacity = 0)
    {
        _start = start;
        _redefined = new List<string>(capacity);
        _entries = start.Entries.WithRoomFor(capacity - start.Count, _owner);
        _count = start.Count;
    }

    /// <summary>The keys that were added or removed, or have another value or spelling. Set by <see cref="Seal"/>.</summary>
    public IReadOnlyList<string> ChangedKeys { get; private set; } = [];

    /// <summary>Returns the collisions that this edit adds: several znodes of one layer that define the same key.</summary>
    public IReadOnlyList<KeyCollision> Collisions() => _contested is null ? [] : [.. _contested.Distinct(KeyComparer.Instance)
        .SelectMany(key => (_entries.Find(key).Definition?.Collisions ?? []).Except(_start.Entries.Find(key).Definition?.Collisions ?? []))];

    /// <summary>Adds a definition. Its key has at most <see cref="KeyLevels.Max"/> levels.</summary>
    public void Define(KeyDefinition definition)
    {
        Debug.Assert(!KeyLevels.AreTooMany(definition.Key), "the caller checks the levels");
        var hash = KeyHash.Of(definition.Key);
        var known = _entries.Find(hash, definition.Key);
        Redefine(definition.Key, hash, known, KeyDefinition.With(known.Definition, definition));
    }

    /// <summary>Removes a definition. Its value does not matter. Returns false if the znode does not define the key.</summary>
    public bool Undefine(KeyDefinition definition)
    {
        var hash = KeyHash.Of(definition.Key);
        var known = _entries.Find(hash, definition.Key);
        var winner = known.Definition;
        var left = KeyDefinition.Without(winner, definition);
        if (ReferenceEquals(left, winner))
        {
            return false;
        }

        Redefine(definition.Key, hash, known, left);
        return true;
    }

    public KeyIndex Seal()
    {
        // Prune only now: a section that loses its only child can get another one.
        foreach (var key in _undefined)
        {
            if (_entries.Find(key) is { Key: not null, IsKey: false } entry)
            {
                Prune(entry);
            }
        }

        if (_sections is not null)
        {
            ApplySections(_sections);
        }

        Respell();

        // In an empty index every key is new.
        ChangedKeys = _start.Count == 0 ? _redefined : Changed();
        return new KeyIndex(_entries, _top.ApplyTo(_start.TopLevel), _count);
    }

    private void ApplySections(Dictionary<string, SectionEdit> sections)
    {
        foreach (var (section, edit) in sections)
        {
            if (_entries.Find(section) is { Key: not null } entry)
            {
                Set(entry.With(edit.ApplyTo(entry.Children)));
            }
        }
    }

    private List<string> Changed()
    {
        var changed = new List<string>(_redefined.Count);
        foreach (var key in _redefined)
        {
            var now = _entries.Find(key).Definition;
            if (now is null || !now.IsSameKey(_start.Entries.Find(key).Definition))
            {
                changed.Add(now?.Key ?? key);
            }
        }

        return changed;
    }

    private void Redefine(string key, int hash, in KeyEntry known, KeyDefinition? definition)
    {
        ref readonly var first = ref _start.Entries.Find(hash, key);
        if (known.HasDefinitionOf(first))
        {
            _redefined.Add(key);
        }
        else if (definition is null && !first.IsKey)
        {
            Forget(key);
        }

        _count += (definition is null ? 0 : 1) - (known.IsKey ? 1 : 0);
        if (definition is null)
        {
            _undefined.Add(key);
            Set(known.With(definition));
            return;
        }

        if (!definition.Overridden.IsEmpty)
        {
            (_contested ??= []).Add(key);
        }

        List(definition.Key, known);
        Set(new KeyEntry(definition.Key, hash, definition, known.Children));
    }

    // A separate method: its closure would cost every call of Redefine an allocation.
    private void Forget(string key) => _redefined.RemoveAll(redefined => KeyComparer.Instance.Equals(redefined, key));

    // Adds an entry to the section above it, in its current spelling. If that section is new or gets a new spelling, it is added to the one above it in turn.
    private void List(string key, KeyEntry known)
    {
        for (var isKey = true; known.Key != key; isKey = false)
        {
            var end = key.LastIndexOf(':');
            if (end >= 0 && _lastEdit is not null && key.AsSpan(0, end).SequenceEqual(_lastSection))
            {
                _lastEdit.Replace(known.Key, key);
                return;
            }

            var section = end < 0 ? null : key[..end];
            var edit = EditOf(section);
            edit.Replace(known.Key, key);
            if (section is null)
            {
                return;
            }

            if (isKey)
            {
                (_lastSection, _lastEdit) = (section, edit);
            }

            // A section that is also a key has the spelling of that key. Otherwise the ordinally last spelling wins, in whatever order they arrive.
            var hash = KeyHash.Of(section);
            var above = _entries.Find(hash, section);
            if (above.IsKey || string.CompareOrdinal(section, above.Key) <= 0)
            {
                return;
            }

            Set(new KeyEntry(section, hash, definition: null, above.Children));
            (key, known) = (section, above);
        }
    }

    // Removes an entry that is neither a key nor has keys below it, and then the section above it if that is empty now.
    private void Prune(KeyEntry entry)
    {
        while (entry.Children.Count + (_sections?.GetValueOrDefault(entry.Key!)?.Growth ?? 0) <= 0)
        {
            _entries = _entries.Without(entry, _owner);
            var section = entry.Key!.LastIndexOf(':') is >= 0 and var end ? entry.Key[..end] : null;
            EditOf(section).Remove(entry.Key);
            if (section is null || _entries.Find(section) is not { Key: not null, IsKey: false } above)
            {
                return;
            }

            entry = above;
        }
    }

    private SectionEdit EditOf(string? section)
    {
        if (section is null)
        {
            return _top;
        }

        _sections ??= new Dictionary<string, SectionEdit>(KeyComparer.Instance);
        ref var edit = ref CollectionsMarshal.GetValueRefOrAddDefault(_sections, section, out _);
        return edit ??= new SectionEdit();
    }

    private void Set(in KeyEntry entry) => _entries = _entries.With(entry, _owner);
}
