using Configuration.ZooKeeper;
using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Setup;

namespace Microsoft.Extensions.Configuration;

/// <summary>Provides extension methods that add configuration from Apache ZooKeeper.</summary>
public static class ZooKeeperConfigurationExtensions
{
    /// <summary>
    /// Adds the znodes below a path as configuration.
    /// </summary>
    /// <remarks>
    /// With the path <c>/config/shop</c>, the znode <c>/config/shop/Db/Timeout</c> becomes the key <c>Db:Timeout</c>. The source that is added last wins.
    /// Call this method before you add the sources that override it, such as environment variables.
    /// An application with a host calls <c>builder.AddZooKeeper(…)</c> on the builder of the host instead, which also adds the services.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">The servers and an optional chroot: <c>host[:port],host[:port][/chroot]</c>. A missing connection string, such as a null
    /// result of <c>GetConnectionString</c>, throws <see cref="ArgumentException"/>.</param>
    /// <param name="path">The path of the parent znode.</param>
    /// <param name="optional"><see langword="true"/> to start the application if no server is available or the path does not exist.</param>
    /// <param name="reloadOnChange"><see langword="true"/> to reload the configuration when znodes change.</param>
    /// <inheritdoc cref="AddZooKeeper(IConfigurationBuilder, Action{ZooKeeperConfigurationOptions})"/>
    public static IConfigurationBuilder AddZooKeeper(
        this IConfigurationBuilder builder, string? connectionString, string path, bool optional = false, bool reloadOnChange = true) =>
        builder.AddZooKeeper(options => options.Set(connectionString, path, optional, reloadOnChange));

    /// <summary>
    /// Adds the znodes below one or more paths as configuration.
    /// </summary>
    /// <remarks>If an earlier source sets <c>ConfigurationZooKeeper:Enabled</c> to <c>false</c>, this method adds nothing.</remarks>
    /// <param name="builder">The configuration builder.</param>
    /// <param name="configure">A delegate that sets the options.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    /// <exception cref="FormatException">The connection string is malformed. Thrown when the source is loaded.</exception>
    /// <exception cref="ZooKeeperConfigurationException">The configuration could not be loaded. A <c>ConfigurationManager</c>, such as
    /// <c>builder.Configuration</c>, loads the source in this method. Other builders load it in <c>Build()</c>.</exception>
    public static IConfigurationBuilder AddZooKeeper(this IConfigurationBuilder builder, Action<ZooKeeperConfigurationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        // If the source is off, the options can be missing. A builder that is not a configuration yet checks the switch in Build().
        if (builder is IConfigurationRoot && !EnabledSwitch.IsOn(builder))
        {
            return builder;
        }

        var options = new ZooKeeperConfigurationOptions();
        configure(options);
        var source = new ZooKeeperConfigurationSource(options);
        try
        {
            return builder.Add(source);
        }
        catch (Exception) when (builder is IConfigurationRoot configuration)
        {
            source.DisposeProvidersOutside(configuration);
            throw;
        }
    }

    /// <summary>
    /// Adds the znodes below one or more paths as configuration, and reads the options from a configuration section.
    /// </summary>
    /// <remarks>
    /// The keys have the names of the option properties: <c>ZooKeeper:ConnectionString</c>, <c>ZooKeeper:Paths:0</c>, <c>ZooKeeper:StartupTimeout</c>,
    /// <c>ZooKeeper:Connection:SessionTimeout</c>. Write a time span as <c>00:00:15</c>. <c>Paths</c> can be a single value. This method reads the section
    /// once.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The section, such as <c>builder.Configuration.GetSection("ZooKeeper")</c>. Every key in it must be an option that can be written
    /// as text. To set delegates and services, use <paramref name="configure"/>.</param>
    /// <param name="configure">A delegate that adds to or overrides the options of the section.</param>
    /// <exception cref="ArgumentException">The section is missing or empty, a key in it is not an option, or an option is invalid. The message names the
    /// key. If a value cannot be parsed, the message does not contain it.</exception>
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
    /// Keeps the reads of the current thread on one state of ZooKeeper until the result is disposed.
    /// </summary>
    /// <remarks>
    /// Use it in code that reads several related keys. Options need no pin: with <c>AddZooKeeperConfiguration()</c>, each options object is created from
    /// one state.
    /// </remarks>
    /// <param name="configuration">The configuration to read.</param>
    public static ConfigurationPin PinZooKeeper(this IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new ConfigurationPin(StatePin.Enter());
    }
}
