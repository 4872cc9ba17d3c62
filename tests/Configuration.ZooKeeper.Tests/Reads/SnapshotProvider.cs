using Configuration.ZooKeeper.Reloading;
using Configuration.ZooKeeper.Keys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Configuration.ZooKeeper.Tests.Reads;

/// <summary>Our provider with keys that no server was needed for.</summary>
internal sealed class SnapshotProvider : IConfigurationProvider
{
    private readonly ZooKeeperConfigurationProvider _provider;

    public SnapshotProvider(IEnumerable<KeyValuePair<string, string?>> keys)
    {
        var options = new ZooKeeperConfigurationOptions { ConnectionString = "127.0.0.1:1", Paths = { "/unused" } };
        var source = new SharedSource(options, [.. options.Paths]);
        source.State.Current = KeyIndex.Of(keys);
        _provider = new ZooKeeperConfigurationProvider(source);
    }

    public void Load()
    {
        // There is no server.
    }

    public bool TryGet(string key, out string? value) => _provider.TryGet(key, out value);

    public void Set(string key, string? value) => _provider.Set(key, value);

    public IChangeToken GetReloadToken() => _provider.GetReloadToken();

    public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) => _provider.GetChildKeys(earlierKeys, parentPath);
}
