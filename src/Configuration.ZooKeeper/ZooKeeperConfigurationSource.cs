using Configuration.ZooKeeper.Reloading;
using Configuration.ZooKeeper.Setup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Configuration.ZooKeeper;

/// <summary>
/// Represents one or more ZooKeeper paths as a configuration source.
/// </summary>
/// <remarks>The session is opened when a provider is loaded. All providers of a source share one session.</remarks>
public sealed class ZooKeeperConfigurationSource : IConfigurationSource
{
    private readonly ZooKeeperConfigurationOptions _options;
    private readonly Lock _gate = new();
    private SharedSource? _shared;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="options">The options. Do not change them afterwards.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public ZooKeeperConfigurationSource(ZooKeeperConfigurationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        PathPlaceholders.Check(options.Paths);
        _options = options;
    }

    /// <summary>
    /// Builds a provider that shares the session of the source.
    /// </summary>
    /// <remarks>If <c>ConfigurationZooKeeper:Enabled</c> is <c>false</c>, the provider has no keys.</remarks>
    /// <param name="builder">The builder whose earlier sources contain that switch and the names for placeholders.</param>
    /// <exception cref="ArgumentException">The switch is neither <c>true</c> nor <c>false</c>, or a placeholder cannot be resolved.</exception>
    public IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!EnabledSwitch.IsOn(builder))
        {
            return new MemoryConfigurationProvider(new MemoryConfigurationSource());
        }

        lock (_gate)
        {
            return new ZooKeeperConfigurationProvider(_shared ??= new SharedSource(_options, PathPlaceholders.Resolve(_options, builder), HostOf(builder)));
        }
    }

    /// <summary>
    /// Disposes the providers that a configuration does not have. One that is already disposed loads a source that is added to it, and then forgets the provider.
    /// </summary>
    internal void DisposeProvidersOutside(IConfigurationRoot configuration)
    {
        foreach (var provider in _shared is { } shared ? shared.Providers.All : [])
        {
            if (!configuration.Providers.Contains(provider))
            {
                provider.Dispose();
            }
        }
    }

    private ExpectedHost HostOf(IConfigurationBuilder builder) => _options.IsOfHost ? ExpectedHost.Certain
        : IsLikeThatOfAHost(builder) ? ExpectedHost.Possible
        : ExpectedHost.None;

    // The builders of hosts are configuration managers, or begin with the configuration of the host. That one begins with an empty collection.
    private static bool IsLikeThatOfAHost(IConfigurationBuilder builder) => builder is IConfigurationManager
        || builder.Sources is [MemoryConfigurationSource { InitialData: null }, ..]
        || builder.Sources.Any(source => source is ChainedConfigurationSource);
}
