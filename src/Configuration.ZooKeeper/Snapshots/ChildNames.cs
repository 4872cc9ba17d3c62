using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Snapshots;

/// <summary>The names of a section's direct children. Immutable; they are sorted when somebody first asks, which most sections never see.</summary>
internal sealed class ChildNames(string[] names)
{
    private string[] _names = names;
    private volatile bool _isSorted = names.Length < 2;

    public static ChildNames None { get; } = new([]);

    public int Count => _names.Length;

    /// <summary>The names as configuration orders them: numbers by their value, before all else.</summary>
    public IReadOnlyList<string> InOrder()
    {
        if (!_isSorted)
        {
            // A copy: another thread may be reading the present one.
            var sorted = (string[])_names.Clone();
            Array.Sort(sorted, ConfigurationKeyComparer.Instance.Compare);
            _names = sorted;
            _isSorted = true;
        }

        return _names;
    }

    public ChildNames With(IReadOnlyCollection<string> added, IReadOnlySet<string> removed)
    {
        var kept = removed.Count == 0 ? _names : Array.FindAll(_names, name => !removed.Contains(name));
        return kept.Length + added.Count == 0 ? None : new ChildNames([.. kept, .. added]);
    }
}
