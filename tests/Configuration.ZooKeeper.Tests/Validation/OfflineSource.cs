using Configuration.ZooKeeper.Reloading;
using Configuration.ZooKeeper.Keys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>A source without a server: a test publishes its states, and says what its candidates are.</summary>
internal sealed class OfflineSource
{
    public OfflineSource(params (string Key, string? Value)[] keys)
    {
        var options = new ZooKeeperConfigurationOptions { ConnectionString = "127.0.0.1:1", Paths = { "/unused" } };
        Source = new SharedSource(options, [.. options.Paths]);
        Publish(keys);
        Provider = new ZooKeeperConfigurationProvider(Source);
        Provider.Dispose(); // one that is disposed opens no session when a root loads it
        Configuration = new ConfigurationRoot([Provider]);
    }

    public SharedSource Source { get; }

    public ZooKeeperConfigurationProvider Provider { get; }

    public ConfigurationRoot Configuration { get; }

    public static KeyIndex State(params (string Key, string? Value)[] keys) =>
        KeyIndex.Of(keys.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));

    /// <summary>Services whose options are bound to this source, and can reject its reloads.</summary>
    public ServiceCollection Guarded(Action<OptionsBuilder<Shop>> configure)
    {
        var services = new ServiceCollection();
        var shop = services.AddOptions<Shop>().Bind(Configuration);
        configure(shop);
        shop.ValidateOnReload();
        return services;
    }

    public void Publish(params (string Key, string? Value)[] keys) => Source.State.Current = State(keys);

    /// <summary>What the reload validators of started hosts say of a state that is not published.</summary>
    public IReadOnlyList<ZooKeeperInvalidOptions> Check(params (string Key, string? Value)[] keys) => Source.Validators.Check(Source.State, State(keys));
}
