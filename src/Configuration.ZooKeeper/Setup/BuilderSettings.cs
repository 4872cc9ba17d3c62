using Configuration.ZooKeeper.Reloading;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Setup;

/// <summary>
/// Settings that a source needs before it is loaded, from the sources beside it. A builder that is not a configuration yet has to load them for this. Only
/// those are asked that it costs nothing to load once more: what is in memory, the environment, the command line, and chained configurations.
/// </summary>
internal static class BuilderSettings
{
    private static readonly string[] Cheap =
    [
        "Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource",
        "Microsoft.Extensions.Configuration.EnvironmentVariables.EnvironmentVariablesConfigurationSource",
        "Microsoft.Extensions.Configuration.CommandLine.CommandLineConfigurationSource",
    ];

    /// <summary>The value of each key, or null where there is none.</summary>
    public static string?[] Read(IConfigurationBuilder builder, params string[] keys)
    {
        var configuration = builder as IConfigurationRoot ?? Load(builder);
        return Array.ConvertAll(keys, key => Read(configuration, key));
    }

    // Not from ZooKeeper itself, which is among the providers when a configuration manager builds its sources again.
    private static string? Read(IConfigurationRoot configuration, string key)
    {
        foreach (var provider in configuration.Providers.Reverse())
        {
            if (provider is not ZooKeeperConfigurationProvider && provider.TryGet(key, out var value))
            {
                return value;
            }
        }

        return null;
    }

    private static IConfigurationRoot Load(IConfigurationBuilder builder)
    {
        var sources = new ConfigurationBuilder();
        foreach (var source in builder.Sources)
        {
            if (source is ChainedConfigurationSource { Configuration: { } chained })
            {
                // Not the source itself, which may own what it chains.
                sources.AddConfiguration(chained);
            }
            else if (Cheap.Contains(source.GetType().FullName, StringComparer.Ordinal))
            {
                sources.Add(source);
            }
        }

        return sources.Build();
    }
}
