using Configuration.ZooKeeper.Reloading;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper;

/// <summary>Provides the status of the application's ZooKeeper sources. <c>AddZooKeeperConfiguration()</c> registers this service.</summary>
public sealed class ZooKeeperConfigurationStatus
{
    private readonly IConfiguration? _configuration;

    internal ZooKeeperConfigurationStatus(IConfiguration? configuration) => _configuration = configuration;

    /// <summary>Gets the current status of each source, in the order in which the sources were added.</summary>
    public IReadOnlyList<ZooKeeperSourceStatus> Sources => [.. ApplicationSources.Of(_configuration).Select(source => source.Status.Read())];
}
