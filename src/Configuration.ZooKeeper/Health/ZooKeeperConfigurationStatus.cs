using Configuration.ZooKeeper.Reloading;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper;

/// <summary>What the application's ZooKeeper sources are doing. A service that <c>AddZooKeeperConfiguration()</c> registers.</summary>
public sealed class ZooKeeperConfigurationStatus
{
    private readonly IConfiguration? _configuration;

    internal ZooKeeperConfigurationStatus(IConfiguration? configuration) => _configuration = configuration;

    /// <summary>The status of each source at this moment, in the order in which they were added.</summary>
    public IReadOnlyList<ZooKeeperSourceStatus> Sources => [.. ApplicationSources.Of(_configuration).Select(source => source.Status.Read())];
}
