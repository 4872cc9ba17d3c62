using System.Runtime.CompilerServices;
using Configuration.ZooKeeper.Reloading;
using Configuration.ZooKeeper.Setup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Configuration.ZooKeeper;

/// <summary>
/// Represents one or more ZooKeeper paths as a configuration source.
/// </summary>
/// <remarks>
/// The session is opened when a provider is loaded. All providers of a source share one session, unless its paths have placeholders and several builders resolve
/// them differently.
/// </remarks>
public sealed class ZooKeeperConfigurationSource : IConfigurationSource
{
    private readonly ZooKeeperConfigurationOptions _options;
    private readonly Lock _gate = new();
    private readonly List<SharedSource> _shared = [];

    // A manager builds its sources again at any change of them. That must not move a source to other paths.
    private readonly ConditionalWeakTable<IConfigurationManager, SharedSource> _ofManagers = [];

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
            return new ZooKeeperConfigurationProvider(
                builder is IConfigurationManager manager ? _ofManagers.GetValue(manager, SharedOf) : SharedOf(builder));
        }
    }

    /// <summary>
    /// Disposes the providers that a configuration does not have. One that is already disposed loads a source that is added to it, and then forgets the provider.
    /// </summary>
    internal void DisposeProvidersOutside(IConfigurationRoot configuration)
    {
        ZooKeeperConfigurationProvider[] all;
        lock (_gate)
        {
            all = [.. _shared.SelectMany(shared => shared.Providers.All.ToArray())];
        }

        foreach (var provider in all.Where(provider => !configuration.Providers.Contains(provider)))
        {
            provider.Dispose();
        }
    }

    private SharedSource SharedOf(IConfigurationBuilder builder)
    {
        var paths = PathPlaceholders.Resolve(_options, builder);
        foreach (var shared in _shared)
        {
            if (shared.Paths.SequenceEqual(paths, StringComparer.Ordinal))
            {
                return shared;
            }
        }

        var added = new SharedSource(_options, paths, HostOf(builder));
        _shared.Add(added);
        return added;
    }

    private ExpectedHost HostOf(IConfigurationBuilder builder) => _options.IsOfHost ? ExpectedHost.Certain
        : IsLikeThatOfAHost(builder) ? ExpectedHost.Possible
        : ExpectedHost.None;

    // The builders of hosts are configuration managers, or begin with the configuration of the host. That one begins with an empty collection.
    private static bool IsLikeThatOfAHost(IConfigurationBuilder builder) => builder is IConfigurationManager
        || builder.Sources is [MemoryConfigurationSource { InitialData: null }, ..]
        || builder.Sources.Any(source => source is ChainedConfigurationSource);
}
