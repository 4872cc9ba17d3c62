using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>
/// Remembers, for one scope of services, the key index of each source that its options are created from. The threads of a scope share it.
/// </summary>
internal sealed class ScopePin
{
    private readonly Lock _gate = new();
    private readonly List<(PublishedState Published, KeyIndex Index)> _pinned = [];

    /// <summary>Returns the index of a source. At the first read, it is the one that the reading thread sees.</summary>
    public KeyIndex IndexOf(PublishedState published, StatePin? outer)
    {
        lock (_gate)
        {
            foreach (var (pinned, index) in _pinned)
            {
                if (ReferenceEquals(pinned, published))
                {
                    return index;
                }
            }

            var first = StatePin.SeenWith(outer, published);
            _pinned.Add((published, first));
            return first;
        }
    }
}
