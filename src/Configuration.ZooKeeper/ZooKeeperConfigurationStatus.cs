using Configuration.ZooKeeper.Following;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper;

/// <summary>What the application's ZooKeeper sources are doing. A service that <c>AddZooKeeperConfiguration()</c> registers.</summary>
public sealed class ZooKeeperConfigurationStatus
{
    private readonly IConfiguration? _configuration;

    internal ZooKeeperConfigurationStatus(IConfiguration? configuration) => _configuration = configuration;

    /// <summary>The status of each source at this moment, in the order in which they were added.</summary>
    public IReadOnlyList<ZooKeeperSourceStatus> Sources => [.. SourcesOf(_configuration).Select(source => source.Status.Read())];

    internal static IEnumerable<SharedSource> SourcesOf(IConfiguration? configuration) =>
        (configuration as IConfigurationRoot)?.Providers.SelectMany(SourcesOf).Distinct() ?? [];

    private static IEnumerable<SharedSource> SourcesOf(IConfigurationProvider provider) => provider switch
    {
        ZooKeeperConfigurationProvider zooKeeper => [zooKeeper.Source],
        ChainedConfigurationProvider chained => SourcesOf(chained.Configuration),
        _ => [],
    };
}
