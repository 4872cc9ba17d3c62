namespace Configuration.ZooKeeper.Snapshots;

/// <summary>The names that come to a section and go from it.</summary>
internal sealed class SectionEdit
{
    private readonly List<string> _added = [];
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);

    /// <summary>By how many names the section grows.</summary>
    public int Growth => _added.Count - _removed.Count;

    public void Add(string name) => _added.Add(name);

    public void Remove(string name)
    {
        if (!_added.Remove(name))
        {
            _removed.Add(name);
        }
    }

    public ChildNames ApplyTo(ChildNames names) => _added.Count + _removed.Count == 0 ? names : names.With(_added, _removed);
}
