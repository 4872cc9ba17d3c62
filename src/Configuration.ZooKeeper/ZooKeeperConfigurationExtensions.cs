using Configuration.ZooKeeper;
using Configuration.ZooKeeper.Setup;
using Configuration.ZooKeeper.Pinning;

namespace Microsoft.Extensions.Configuration;

/// <summary>Adds configuration from Apache ZooKeeper.</summary>
public static class ZooKeeperConfigurationExtensions
{
    /// <summary>
    /// Adds the znodes below a path as configuration: <c>/config/shop/Db/Timeout</c> is the key <c>Db:Timeout</c> of the path <c>/config/shop</c>.
    /// What is added last wins: call it before the sources that shall override it, such as environment variables.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The servers and an optional chroot: <c>host[:port],host[:port][/chroot]</c>.</param>
    /// <param name="path">The path below which the znodes are.</param>
    /// <param name="optional">Whether the application starts if the path or the servers are not there.</param>
    /// <param name="reloadOnChange">Whether changes are followed.</param>
    /// <inheritdoc cref="AddZooKeeper(IConfigurationBuilder, Action{ZooKeeperConfigurationOptions})"/>
    public static IConfigurationBuilder AddZooKeeper(
        this IConfigurationBuilder builder, string connectionString, string path, bool optional = false, bool reloadOnChange = true) =>
        builder.AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            options.Paths.Add(path);
            options.Optional = optional;
            options.ReloadOnChange = reloadOnChange;
        });

    /// <summary>
    /// Adds the znodes below one or more paths as configuration. If an earlier source says <c>ConfigurationZooKeeper:Enabled=false</c>, nothing is added.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    /// <exception cref="FormatException">The connection string is malformed. Thrown where the source is loaded.</exception>
    /// <exception cref="ZooKeeperConfigurationException">The configuration could not be loaded. Thrown where the source is loaded: by this method on a
    /// <c>ConfigurationManager</c> (as in <c>builder.Configuration</c>), else by <c>Build()</c>.</exception>
    public static IConfigurationBuilder AddZooKeeper(this IConfigurationBuilder builder, Action<ZooKeeperConfigurationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        // What is switched off needs no options either. A builder that is no configuration yet is asked when it is built.
        if (builder is IConfigurationRoot && !EnabledSwitch.IsOn(builder))
        {
            return builder;
        }

        var options = new ZooKeeperConfigurationOptions();
        configure(options);
        return builder.Add(new ZooKeeperConfigurationSource(options));
    }

    /// <summary>
    /// Adds the znodes below one or more paths as configuration, with the options that a section of earlier sources has:
    /// <c>ZooKeeper:ConnectionString</c>, <c>ZooKeeper:Paths:0</c>, <c>ZooKeeper:StartupTimeout</c>, <c>ZooKeeper:Connection:SessionTimeout</c> and so on,
    /// named as their properties are. Times are written as <c>00:00:15</c>; <c>Paths</c> may be one value. The section is read once, by this call.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The section, such as <c>builder.Configuration.GetSection("ZooKeeper")</c>. Every key in it must be an option that can be written
    /// as text; delegates and services are set by <paramref name="configure"/>.</param>
    /// <param name="configure">Sets further options, or others than the section has.</param>
    /// <exception cref="ArgumentException">The section is missing or empty, a key in it is no option, or an option is invalid. The message names the key, and
    /// quotes no value that cannot be read.</exception>
    /// <inheritdoc cref="AddZooKeeper(IConfigurationBuilder, Action{ZooKeeperConfigurationOptions})" path="/exception[@cref!='T:System.ArgumentException']"/>
    public static IConfigurationBuilder AddZooKeeper(
        this IConfigurationBuilder builder, IConfiguration section, Action<ZooKeeperConfigurationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddZooKeeper(options =>
        {
            OptionsBinding.Bind(section, options);
            configure?.Invoke(options);
        });
    }

    /// <summary>
    /// Holds this thread's reads to one state of ZooKeeper until the result is disposed, for code that reads several keys that belong together.
    /// Options need no pin: with <c>AddZooKeeperConfiguration()</c> each is created from one state.
    /// </summary>
    /// <param name="configuration">The configuration that is read.</param>
    public static ConfigurationPin PinZooKeeper(this IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new ConfigurationPin(StatePin.Enter());
    }
}
