using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>
/// Contains values that were set in this process. An overlay applies only to the key index it was set on.
/// </summary>
internal sealed class Overlay
{
    private readonly PublishedState? _state;
    private readonly KeyIndex _below;
    private readonly KeyIndex _values;

    private Overlay(PublishedState? state, KeyIndex below, KeyIndex values)
    {
        _state = state;
        _below = below;
        _values = values;
    }

    public static Overlay None { get; } = new(state: null, KeyIndex.Empty, KeyIndex.Empty);

    private bool IsSeen => _state is not null && StatePin.Read(_state) == _below;

    public Overlay With(PublishedState state, string key, string? value)
    {
        var published = state.Current;
        return new Overlay(state, published, (published == _below ? _values : KeyIndex.Empty).With(key, value));
    }

    public bool TryGet(string key, out string? value)
    {
        value = null;
        return IsSeen && _values.TryGet(key, out value);
    }

    public IReadOnlyList<string> ChildrenOf(string? section) => IsSeen ? _values.ChildrenOf(section) : [];
}
