using Configuration.ZooKeeper.Reloading;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Setup;

/// <summary>
/// Reads, from the other sources of a builder, the settings that a source needs before it is loaded. A builder that is not a configuration yet must load its
/// sources for this. Only sources that are cheap to load twice are read: memory, environment variables, command line, and chained configurations.
/// </summary>
internal static class BuilderSettings
{
    private static readonly string[] CheapSources =
    [
        "Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource",
        "Microsoft.Extensions.Configuration.EnvironmentVariables.EnvironmentVariablesConfigurationSource",
        "Microsoft.Extensions.Configuration.CommandLine.CommandLineConfigurationSource",
    ];

    /// <summary>Returns the value of each key, or null if no source has it.</summary>
    public static string?[] Read(IConfigurationBuilder builder, params string[] keys)
    {
        var configuration = builder as IConfigurationRoot ?? Load(builder);
        return Array.ConvertAll(keys, key => Read(configuration, key));
    }

    // Skips ZooKeeper itself, which is among the providers when a ConfigurationManager rebuilds its sources.
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
                // Not the source itself: it may own, and dispose, the chained configuration.
                sources.AddConfiguration(chained);
            }
            else if (CheapSources.Contains(source.GetType().FullName, StringComparer.Ordinal))
            {
                sources.Add(source);
            }
        }

        return sources.Build();
    }
}
