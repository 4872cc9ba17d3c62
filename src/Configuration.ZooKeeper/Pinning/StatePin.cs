using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>
/// Holds a thread's reads to one state. Swapping a whole snapshot at once does not help a reader that binds key by key: the swap can fall
/// between two keys. A source is pinned at its first read within the pin, at the state published then; the source of a candidate at the candidate.
/// </summary>
internal sealed class StatePin
{
    [ThreadStatic]
    private static StatePin? _current;

    private readonly StatePin? _outer;
    private readonly CheckedOptions? _checked;
    private readonly List<(PublishedState State, KeyIndex Snapshot)> _snapshots = [];

    private StatePin(StatePin? outer = null, CheckedOptions? @checked = null)
    {
        _outer = outer;
        _checked = @checked;
    }

    public static bool IsPinned => _current is not null;

    public static KeyIndex Read(PublishedState state) => _current is { } pin ? pin.SnapshotOf(state) : state.Current;

    /// <summary>Pins this thread. Inside another pin it changes nothing: the outermost decides.</summary>
    /// <returns>The pin to hand to <see cref="Exit"/>; null if there was one already.</returns>
    public static StatePin? Enter() => _current is null ? _current = new StatePin() : null;

    /// <summary>
    /// Pins this thread for creating options, as <see cref="Enter"/> does. But of a candidate only the options that it is checked with are created, and those
    /// once: all others can end up in a cache, which would keep the candidate's values when it is rejected. They get what is published.
    /// </summary>
    public static StatePin? EnterToCreate(Type optionsType, string name) =>
        _current is null || _current._checked?.MayCreate(optionsType, name) == false ? _current = new StatePin(_current) : null;

    /// <summary>Pins a thread that has no pin to a state that is not published, to create the options that it is checked with.</summary>
    public static StatePin EnterCandidate(PublishedState state, KeyIndex candidate, Type optionsType, string name)
    {
        var pin = new StatePin(@checked: new CheckedOptions(optionsType, name));
        pin._snapshots.Add((state, candidate));
        return _current = pin;
    }

    public static void Exit(StatePin? entered)
    {
        if (entered is not null && _current == entered)
        {
            _current = entered._outer;
        }
    }

    /// <summary>Takes this thread's pin away for a while.</summary>
    /// <returns>The pin to hand to <see cref="Resume"/>; null if there was none.</returns>
    public static StatePin? Suspend()
    {
        var pin = _current;
        _current = null;
        return pin;
    }

    /// <summary>Gives this thread the pin back that it had, whatever is there now.</summary>
    public static void Resume(StatePin? suspended) => _current = suspended;

    private KeyIndex SnapshotOf(PublishedState state)
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
