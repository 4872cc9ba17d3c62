using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>The state that a source's providers show. It is replaced as a whole.</summary>
internal sealed class PublishedState
{
    private volatile KeyIndex _current = KeyIndex.Empty;

    public KeyIndex Current
    {
        get => _current;
        set => _current = value;
    }
}
