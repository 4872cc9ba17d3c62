using Configuration.ZooKeeper.Pinning;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>Finds the ZooKeeper sources of a configuration, also in chained configurations and their sections, and behind providers that wrap others.</summary>
internal static class ApplicationSources
{
    // A key that no configuration has, so that a read asks all providers.
    private const string NoKey = "ConfigurationZooKeeper:Sources";

    public static IEnumerable<SharedSource> Of(IConfiguration? configuration) => (configuration switch
    {
        null => [],
        IConfigurationRoot root => root.Providers.SelectMany(Of),
        _ => ReadBy(() => _ = configuration[NoKey]),
    }).Distinct();

    private static IEnumerable<SharedSource> Of(IConfigurationProvider provider) => provider switch
    {
        ZooKeeperConfigurationProvider zooKeeper => [zooKeeper.Source],
        ChainedConfigurationProvider chained => Of(chained.Configuration),
        _ => ReadBy(() => provider.TryGet(NoKey, out _)),
    };

    // Sections and wrapping providers do not show what is behind them, but their reads arrive there. A read asks the last provider first.
    private static IEnumerable<SharedSource> ReadBy(Action read) =>
        StatePin.ReadBy(() => Try(read)).Reverse().Select(state => state.Source).OfType<SharedSource>();

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (Exception)
        {
            // A provider of the application can throw at a key that nobody asked for. That must not prevent the start of the host.
        }
    }
}
