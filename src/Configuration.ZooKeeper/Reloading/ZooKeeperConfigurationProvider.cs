using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Pinning;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>
/// Provides the keys of its source to the framework. A <c>ConfigurationManager</c> can build several providers of one source, and loads the new one before it
/// disposes the old one. They share everything except the overlay and the change token.
/// </summary>
/// <remarks>
/// The data of the base class shows the published keys, because libraries read it: Microsoft.FeatureManagement merges flags from it. All other reads use the
/// key index, which finds the children of a section without a scan.
/// </remarks>
internal sealed class ZooKeeperConfigurationProvider(SharedSource source) : ConfigurationProvider, IDisposable
{
    private readonly Lock _showing = new();
    private volatile Overlay _overlay = Overlay.None;
    private volatile KeyIndex _announced = KeyIndex.Empty;
    private bool _isAttached;
    private bool _isDisposed;

    public SharedSource Source { get; } = source;

    public override bool TryGet(string key, out string? value) =>
        _overlay.TryGet(key, out value) || StatePin.Read(Source.State).TryGet(key, out value);

    /// <summary>Overrides a key in this process until the next reload. Does not write to ZooKeeper.</summary>
    public override void Set(string key, string? value)
    {
        lock (_showing)
        {
            _overlay = _overlay.With(Source.State, key, value);
            ShowPublished();
        }
    }

    /// <summary>
    /// Loads the source, or throws. Later calls verify the keys with the server; if that fails, the last good configuration stays. They fire the change token if
    /// keys changed: the caller notifies its own listeners only if no provider throws. A disposed provider keeps its keys and does not connect again.
    /// </summary>
    public override void Load()
    {
        if (_isAttached)
        {
            Source.Reload(this);
        }
        else if (!_isDisposed)
        {
            Source.Attach(this);
            _isAttached = true;
        }
    }

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        var inOrder = StatePin.Read(Source.State).ChildrenOf(parentPath);
        string[] others = [.. earlierKeys, .. _overlay.ChildrenOf(parentPath)];
        if (others.Length == 0)
        {
            return inOrder;
        }

        var keys = new List<string>([.. inOrder, .. others]);
        keys.Sort(KeyOrder.Compare);
        return keys;
    }

    public void Dispose()
    {
        _isDisposed = true;
        if (_isAttached)
        {
            _isAttached = false;
            Source.Detach(this);
        }
    }

    /// <summary>Returns whether the listeners do not know keys yet, or still know values of <see cref="Set"/> beside them.</summary>
    public bool IsNew(KeyIndex keys) => _announced != keys || _overlay != Overlay.None;

    /// <summary>Drops the values of <see cref="Set"/> because the keys were loaded. The caller notifies the listeners.</summary>
    public void OnReloaded(KeyIndex keys)
    {
        _announced = keys;
        lock (_showing)
        {
            _overlay = Overlay.None;
            ShowPublished();
        }
    }

    /// <summary>Updates the data of the base class.</summary>
    public void ShowPublished()
    {
        // Under a lock, so that the last thread shows the newest keys.
        lock (_showing)
        {
            var current = Source.State.Current;
            Data = new KeyDictionary(current, _overlay.ValuesOn(current));
        }
    }

    /// <summary>Prepares a notification, if the listeners do not know the published keys yet.</summary>
    public bool TryAnnounce(KeyIndex published, out KeyIndex before, out KeyIndex now)
    {
        (before, now) = (_announced, published);
        if (before == now)
        {
            return false;
        }

        OnReloaded(now);
        return true;
    }

    /// <summary>Notifies the change listeners. All of them run, even if some throw; their exceptions are thrown together.</summary>
    public void FireReloadToken() => OnReload();

    public override string ToString() => $"ZooKeeper ({Source})";
}
