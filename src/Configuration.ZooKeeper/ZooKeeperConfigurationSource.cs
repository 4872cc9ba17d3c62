using Configuration.ZooKeeper.Following;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper;

/// <summary>
/// A subtree of ZooKeeper as a source of configuration. Building it opens nothing; loading does. However often it is built, there is one session.
/// </summary>
public sealed class ZooKeeperConfigurationSource : IConfigurationSource
{
    private readonly SharedSource _shared;

    /// <summary>Makes a source.</summary>
    /// <param name="options">Where the configuration is. Do not change it afterwards.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public ZooKeeperConfigurationSource(ZooKeeperConfigurationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _shared = new SharedSource(options);
    }

    /// <summary>Makes a provider that shares the source's session with all others.</summary>
    /// <param name="builder">Not used.</param>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new ZooKeeperConfigurationProvider(_shared);
}
