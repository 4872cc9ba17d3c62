using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// The names of the direct children of a section. Immutable. The names are extracted and sorted lazily; most sections are never enumerated.
/// </summary>
/// <param name="keys">The full keys of the children.</param>
internal sealed class ChildNames(string[] keys)
{
    private string[]? _inOrder;

    public static ChildNames None { get; } = new([]);

    public int Count => keys.Length;

    /// <summary>Returns the names in the order of <see cref="KeyOrder"/>.</summary>
    public IReadOnlyList<string> InOrder()
    {
        if (Volatile.Read(ref _inOrder) is { } known)
        {
            return known;
        }

        var names = Array.ConvertAll(keys, static key => ConfigurationPath.GetSectionKey(key));
        Array.Sort(names, KeyOrder.Compare);
        Volatile.Write(ref _inOrder, names);
        return names;
    }

    /// <summary>Returns the ordinally last spelling of the section, whose length is given. Null if it has no children.</summary>
    public string? LastSpelling(int length)
    {
        string? last = null;
        foreach (var key in keys)
        {
            if (last is null || key.AsSpan(0, length).SequenceCompareTo(last.AsSpan(0, length)) > 0)
            {
                last = key;
            }
        }

        return last?[..length];
    }

    public ChildNames With(IReadOnlyCollection<string> added, IReadOnlySet<string>? removed)
    {
        if (added.Count == 0 && removed is null or { Count: 0 })
        {
            return this;
        }

        string[] all = [.. keys, .. added];
        return removed is null or { Count: 0 } ? new ChildNames(all) : new ChildNames(Array.FindAll(all, key => !removed.Contains(key)));
    }
}
