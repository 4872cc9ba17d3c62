using Configuration.ZooKeeper.Reloading;
using Configuration.ZooKeeper.Setup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Configuration.ZooKeeper;

/// <summary>
/// A subtree of ZooKeeper as a source of configuration. Building it opens nothing; loading does. However often it is built, there is one session.
/// </summary>
public sealed class ZooKeeperConfigurationSource : IConfigurationSource
{
    private readonly ZooKeeperConfigurationOptions _options;
    private readonly Lock _gate = new();
    private SharedSource? _shared;

    /// <summary>Makes a source.</summary>
    /// <param name="options">Where the configuration is. Do not change it afterwards.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public ZooKeeperConfigurationSource(ZooKeeperConfigurationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        PathPlaceholders.Check(options.Paths);
        _options = options;
    }

    /// <summary>
    /// Makes a provider that shares the source's session with all others; one without keys if <c>ConfigurationZooKeeper:Enabled</c> is false.
    /// </summary>
    /// <param name="builder">Where that switch is looked up, and the names for placeholders.</param>
    /// <exception cref="ArgumentException">The switch is neither true nor false, or a placeholder cannot be resolved.</exception>
    public IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!EnabledSwitch.IsOn(builder))
        {
            return new MemoryConfigurationProvider(new MemoryConfigurationSource());
        }

        lock (_gate)
        {
            return new ZooKeeperConfigurationProvider(_shared ??= new SharedSource(_options, PathPlaceholders.Resolve(_options, builder)));
        }
    }
}
