namespace Configuration.ZooKeeper.Keys;

/// <summary>Collects the direct children that a section gains and loses.</summary>
internal sealed class SectionEdit
{
    private readonly List<string> _added = [];

    // Of those that were there and of the added ones.
    private HashSet<string>? _removed;

    /// <summary>By how many children the section grows.</summary>
    public int Growth => _added.Count - (_removed?.Count ?? 0);

    public void Add(string key)
    {
        if (_removed?.Remove(key) != true)
        {
            _added.Add(key);
        }
    }

    /// <summary>Adds a child, in place of another spelling of it if there is one.</summary>
    public void Replace(string? former, string key)
    {
        if (former is not null)
        {
            Remove(former);
        }

        Add(key);
    }

    public void Remove(string key) => (_removed ??= new HashSet<string>(StringComparer.Ordinal)).Add(key);

    public ChildNames ApplyTo(ChildNames names) => names.With(_added, _removed);
}
