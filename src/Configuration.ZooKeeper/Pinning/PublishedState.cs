using Configuration.ZooKeeper.Snapshots;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>The state that a source's providers show. It is replaced as a whole.</summary>
internal sealed class PublishedState
{
    private volatile ConfigurationSnapshot _current = ConfigurationSnapshot.Empty;

    public ConfigurationSnapshot Current
    {
        get => _current;
        set => _current = value;
    }
}
