using Configuration.ZooKeeper.Mapping;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>
/// Holds a thread's reads to one state. Swapping a whole snapshot at once does not help a reader that binds key by key: the swap can fall
/// between two keys. A source is pinned at its first read within the pin, at the state published then.
/// </summary>
internal sealed class StatePin
{
    [ThreadStatic]
    private static StatePin? _current;

    private readonly List<(PublishedState State, ConfigurationSnapshot Snapshot)> _snapshots = [];

    private StatePin()
    {
    }

    public static ConfigurationSnapshot Read(PublishedState state) => _current is { } pin ? pin.SnapshotOf(state) : state.Current;

    /// <summary>Pins this thread. Inside another pin it changes nothing: the outermost decides.</summary>
    /// <returns>The pin to hand to <see cref="Exit"/>; null if there was one already.</returns>
    public static StatePin? Enter() => _current is null ? _current = new StatePin() : null;

    public static void Exit(StatePin? entered)
    {
        if (entered is not null && _current == entered)
        {
            _current = null;
        }
    }

    private ConfigurationSnapshot SnapshotOf(PublishedState state)
    {
        foreach (var (pinned, snapshot) in _snapshots)
        {
            if (ReferenceEquals(pinned, state))
            {
                return snapshot;
            }
        }

        var current = state.Current;
        _snapshots.Add((state, current));
        return current;
    }
}
