using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>
/// Makes all reads of a thread see one key index of each source. Replacing the index atomically is not enough for a reader that binds key by key: the
/// replacement can happen between two keys. A source is pinned by the first read inside the pin, to its published keys. The source of a candidate is pinned to
/// the candidate.
/// </summary>
internal sealed class StatePin
{
    [ThreadStatic]
    private static StatePin? _current;

    private readonly StatePin? _outer;
    private readonly CheckedOptions? _candidateOptions;
    private readonly ScopePin? _scope;
    private readonly bool _isOfNotification;
    private readonly List<(PublishedState Published, KeyIndex Index)> _pinned = new(1);

    private StatePin(StatePin? outer = null, CheckedOptions? candidateOptions = null, ScopePin? scope = null, bool isOfNotification = false)
    {
        _outer = outer;
        _candidateOptions = candidateOptions;
        _scope = scope;
        _isOfNotification = isOfNotification;
    }

    public static bool IsPinned => _current is not null;

    public static KeyIndex Read(PublishedState published) => _current is { } pin ? pin.IndexOf(published) : published.Current;

    /// <summary>Pins this thread. Has no effect inside another pin: the outermost pin decides.</summary>
    /// <returns>The pin to pass to <see cref="Exit"/>, or null if the thread was already pinned.</returns>
    public static StatePin? Enter() => _current is null ? _current = new StatePin() : null;

    /// <summary>
    /// Pins a thread that calls change listeners, so that all reads of a listener see one state, although publishing does not wait for it. Options for a cache
    /// are still created from the published keys.
    /// </summary>
    public static StatePin EnterNotification() => _current = new StatePin(isOfNotification: true);

    /// <summary>Lets a listener that has reloaded a source read the reloaded keys.</summary>
    public static void OnReloaded(PublishedState published)
    {
        if (_current is { _isOfNotification: true } pin)
        {
            pin._pinned.RemoveAll(pinned => ReferenceEquals(pinned.Published, published));
        }
    }

    /// <summary>
    /// Pins this thread to create options, like <see cref="Enter"/>. From a candidate, only the options that validate it are created, and only once. All others
    /// can end up in a cache that would keep values of a rejected candidate, so they are created from the published keys.
    /// </summary>
    public static StatePin? EnterToCreate(Type optionsType, string name) =>
        _current is null or { _isOfNotification: true } || _current._candidateOptions?.MayCreate(optionsType, name) == false
            ? _current = new StatePin(_current)
            : null;

    /// <summary>Pins this thread to create options of a scope, even inside another pin: all options of a scope come from one state.</summary>
    public static StatePin EnterScope(ScopePin scope) => _current = new StatePin(_current, scope: scope);

    /// <summary>
    /// Returns the index for the first read of a source by a scope, inside a pin that can be null. Never returns the index of a candidate, which can be
    /// rejected.
    /// </summary>
    public static KeyIndex SeenWith(StatePin? pin, PublishedState published) =>
        pin is null || pin._candidateOptions is not null ? published.Current : pin.IndexOf(published);

    /// <summary>Pins a thread without a pin to keys that are not published, to create the options that validate them.</summary>
    public static StatePin EnterCandidate(PublishedState published, KeyIndex candidate, Type optionsType, string name)
    {
        var pin = new StatePin(candidateOptions: new CheckedOptions(optionsType, name));
        pin._pinned.Add((published, candidate));
        return _current = pin;
    }

    public static void Exit(StatePin? entered)
    {
        if (entered is not null && _current == entered)
        {
            _current = entered._outer;
        }
    }

    /// <summary>Returns what an action reads on this thread, in the order of the first reads.</summary>
    public static IReadOnlyList<PublishedState> ReadBy(Action action)
    {
        var outer = _current;
        var pin = _current = new StatePin();
        try
        {
            action();
            return [.. pin._pinned.Select(pinned => pinned.Published)];
        }
        finally
        {
            _current = outer;
        }
    }

    /// <summary>Removes the pin of this thread temporarily.</summary>
    /// <returns>The pin to pass to <see cref="Resume"/>, or null if there was none.</returns>
    public static StatePin? Suspend()
    {
        var pin = _current;
        _current = null;
        return pin;
    }

    /// <summary>Restores the pin that <see cref="Suspend"/> removed.</summary>
    public static void Resume(StatePin? suspended) => _current = suspended;

    private KeyIndex IndexOf(PublishedState published)
    {
        if (_scope is not null)
        {
            return _scope.IndexOf(published, _outer);
        }

        foreach (var (pinned, index) in _pinned)
        {
            if (ReferenceEquals(pinned, published))
            {
                return index;
            }
        }

        var current = published.Current;
        _pinned.Add((published, current));
        return current;
    }
}
