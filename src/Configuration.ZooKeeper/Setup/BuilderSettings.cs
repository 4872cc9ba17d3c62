using Configuration.ZooKeeper.Reloading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace Configuration.ZooKeeper.Setup;

/// <summary>
/// Reads, from the other sources of a builder, the settings that a source needs before it is loaded. A builder that is not a configuration yet must load its
/// sources for this. Only sources that are cheap to load twice are read: memory, JSON files, environment variables, command line, and chained configurations.
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
        if (builder is IConfigurationRoot configuration)
        {
            return Read(configuration, keys);
        }

        using var loaded = new ConfigurationRoot([.. builder.Sources.Select(source => ProviderOf(source, builder)).OfType<IConfigurationProvider>()]);
        return Read(loaded, keys);
    }

    private static string?[] Read(IConfigurationRoot configuration, string[] keys) => Array.ConvertAll(keys, key => Read(configuration, key));

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

    private static IConfigurationProvider? ProviderOf(IConfigurationSource source, IConfigurationBuilder builder) => source switch
    {
        // Not the source itself: it may own, and dispose, the chained configuration.
        ChainedConfigurationSource { Configuration: { } chained } =>
            new ChainedConfigurationProvider(new ChainedConfigurationSource { Configuration = chained }),
        JsonConfigurationSource json when json.GetType() == typeof(JsonConfigurationSource) => new JsonConfigurationProvider(CopyOf(json, builder)),
        _ when CheapSources.Contains(source.GetType().FullName, StringComparer.Ordinal) => source.Build(builder),
        _ => null,
    };

    // Not the source itself: it would watch its file, and report a missing or malformed one twice.
    private static JsonConfigurationSource CopyOf(JsonConfigurationSource json, IConfigurationBuilder builder) => new()
    {
        FileProvider = json.FileProvider ?? builder.GetFileProvider(),
        Path = json.Path!,
        Optional = true,
        OnLoadException = static context => context.Ignore = true,
    };
}
