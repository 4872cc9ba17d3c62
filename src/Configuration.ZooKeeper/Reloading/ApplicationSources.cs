using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>Finds the ZooKeeper sources of a configuration, also in chained configurations.</summary>
internal static class ApplicationSources
{
    public static IEnumerable<SharedSource> Of(IConfiguration? configuration) =>
        (configuration as IConfigurationRoot)?.Providers.SelectMany(Of).Distinct() ?? [];

    private static IEnumerable<SharedSource> Of(IConfigurationProvider provider) => provider switch
    {
        ZooKeeperConfigurationProvider zooKeeper => [zooKeeper.Source],
        ChainedConfigurationProvider chained => Of(chained.Configuration),
        _ => [],
    };
}
