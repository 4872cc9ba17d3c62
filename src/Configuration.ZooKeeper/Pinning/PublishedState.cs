using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>Holds the key index that the providers of a source read. It is replaced as a whole.</summary>
/// <param name="source">The source, for callers that only know what a read has touched.</param>
internal sealed class PublishedState(object? source = null)
{
    private readonly Lock _gate = new();
    private volatile KeyIndex _current = KeyIndex.Empty;
    private volatile MonitorCaches[] _caches = [];

    public object? Source => source;

    public KeyIndex Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>Adds the caches of a container whose options are made from these keys.</summary>
    public void Add(MonitorCaches caches)
    {
        lock (_gate)
        {
            _caches = [.. _caches, caches];
        }
    }

    public void Remove(MonitorCaches caches)
    {
        lock (_gate)
        {
            _caches = Array.FindAll(_caches, other => other != caches);
        }
    }

    /// <summary>
    /// Removes the options that were created from former keys. Call it after the keys are replaced: a cache adds its entry before it creates the options, so it
    /// already contains an entry for all options that are created from former keys.
    /// </summary>
    public void RemoveCachedOptions()
    {
        foreach (var caches in _caches)
        {
            caches.RemoveAll();
        }
    }
}
