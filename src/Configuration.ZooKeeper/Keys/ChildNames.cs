using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// The names of a section's direct children. Immutable; they are cut out of the keys and sorted when somebody first asks, which most sections never see.
/// </summary>
/// <param name="keys">The children's whole keys.</param>
internal sealed class ChildNames(string[] keys)
{
    private string[]? _inOrder;

    public static ChildNames None { get; } = new([]);

    public int Count => keys.Length;

    /// <summary>The names as configuration orders them: numbers by their value, before all else.</summary>
    public IReadOnlyList<string> InOrder()
    {
        if (Volatile.Read(ref _inOrder) is { } known)
        {
            return known;
        }

        var names = Array.ConvertAll(keys, static key => ConfigurationPath.GetSectionKey(key));
        Array.Sort(names, ConfigurationKeyComparer.Instance.Compare);
        Volatile.Write(ref _inOrder, names);
        return names;
    }

    public ChildNames With(IReadOnlyCollection<string> added, IReadOnlySet<string>? removed)
    {
        string[] all = [.. keys, .. added];
        return removed is null or { Count: 0 } ? new ChildNames(all) : new ChildNames(Array.FindAll(all, key => !removed.Contains(key)));
    }
}
