namespace Configuration.ZooKeeper.Keys;

/// <summary>Collects the direct children that are added to a section and removed from it.</summary>
internal sealed class SectionEdit
{
    private List<string>? _added;

    // From the original children and from the added ones.
    private HashSet<string>? _removed;

    /// <summary>The difference in the number of children. Negative if the section shrinks.</summary>
    public int Growth => (_added?.Count ?? 0) - (_removed?.Count ?? 0);

    /// <summary>Whether a child was removed or got another spelling.</summary>
    public bool HasRemoved => _removed is { Count: > 0 };

    public void Add(string key)
    {
        if (_removed?.Remove(key) != true)
        {
            (_added ??= []).Add(key);
        }
    }

    /// <summary>Adds a child, and removes its former spelling if there is one.</summary>
    public void Replace(string? former, string key)
    {
        if (former is not null)
        {
            Remove(former);
        }

        Add(key);
    }

    public void Remove(string key) => (_removed ??= new HashSet<string>(StringComparer.Ordinal)).Add(key);

    public ChildNames ApplyTo(ChildNames names) => names.With(_added ?? [], _removed);
}
