using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Tests.Setup;

/// <summary>Options that are bound from a section.</summary>
internal static class BoundOptions
{
    public const string Secret = "s3cret-v4lue";

    public static IConfigurationSection Section(params (string Name, string? Value)[] options) => new ConfigurationBuilder()
        .AddInMemoryCollection(options.Select(option => KeyValuePair.Create($"ZooKeeper:{option.Name}", option.Value))).Build().GetSection("ZooKeeper");

    // With what is required.
    public static ZooKeeperConfigurationOptions OptionsOf(params (string Name, string? Value)[] options) =>
        Bound([("ConnectionString", "127.0.0.1:1"), ("Paths", "/config"), .. options]);

    public static ZooKeeperConfigurationOptions Bound(params (string Name, string? Value)[] options) => OptionsOf(Section(options));

    public static ZooKeeperConfigurationOptions OptionsOf(IConfiguration section)
    {
        ZooKeeperConfigurationOptions? bound = null;
        new ConfigurationBuilder().AddZooKeeper(section, options => bound = options);
        return bound!;
    }

    public static string Fail(params (string Name, string? Value)[] options)
    {
        var e = Assert.ThrowsExactly<ArgumentException>(() => Bound(options));
        Assert.DoesNotContain(Secret, e.ToString());
        return e.Message;
    }
}
