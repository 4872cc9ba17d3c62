using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>
/// Values that were set in this process (<c>configuration[key] = value</c>). An overlay applies only to the key index it was set on, not to a later one or to a
/// candidate.
/// </summary>
internal sealed class Overlay
{
    private readonly PublishedState? _published;
    private readonly KeyIndex _below;
    private readonly KeyIndex _values;

    private Overlay(PublishedState? published, KeyIndex below, KeyIndex values)
    {
        _published = published;
        _below = below;
        _values = values;
    }

    public static Overlay None { get; } = new(published: null, KeyIndex.Empty, KeyIndex.Empty);

    private bool IsSeen => _published is not null && StatePin.Read(_published) == _below;

    public Overlay With(PublishedState published, string key, string? value)
    {
        var current = published.Current;
        return new Overlay(published, current, (current == _below ? _values : KeyIndex.Empty).With(key, value));
    }

    /// <summary>Returns the values that apply to a key index.</summary>
    public KeyIndex ValuesOn(KeyIndex index) => index == _below ? _values : KeyIndex.Empty;

    public bool TryGet(string key, out string? value)
    {
        value = null;
        return IsSeen && _values.TryGet(key, out value);
    }

    public IReadOnlyList<string> ChildrenOf(string? section) => IsSeen ? _values.ChildrenOf(section) : [];
}
