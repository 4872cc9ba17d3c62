using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>Holds the key index that the providers of a source read. It is replaced as a whole.</summary>
internal sealed class PublishedState
{
    private volatile KeyIndex _current = KeyIndex.Empty;

    public KeyIndex Current
    {
        get => _current;
        set => _current = value;
    }
}
