using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Setup;

/// <summary>Reads the setting that switches all ZooKeeper sources off, for tests and tools that run the application without ZooKeeper.</summary>
internal static class EnabledSwitch
{
    public const string Key = "ConfigurationZooKeeper:Enabled";

    /// <exception cref="ArgumentException">The switch is neither true nor false.</exception>
    public static bool IsOn(IConfigurationBuilder builder) => BuilderSettings.Read(builder, Key) switch
    {
        [null or ""] => true,
        [var value] when bool.TryParse(value, out var isOn) => isOn,
        _ => throw new ArgumentException($"'{Key}' in the configuration is neither true nor false."),
    };
}
