using Configuration.ZooKeeper;
using Configuration.ZooKeeper.Setup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds configuration from Apache ZooKeeper to a host.</summary>
public static class ZooKeeperHostApplicationBuilderExtensions
{
    /// <summary>
    /// Adds the znodes below a path as configuration, and the related services.
    /// </summary>
    /// <remarks>
    /// With the path <c>/config/shop</c>, the znode <c>/config/shop/Db/Timeout</c> becomes the key <c>Db:Timeout</c>. In the path, <c>{app}</c> and
    /// <c>{env}</c> stand for the host's application name and environment name. The source that is added last wins: ZooKeeper overrides the files, the
    /// environment variables and the command line that the builder has added. This method calls <c>AddZooKeeperConfiguration()</c> on the services.
    /// </remarks>
    /// <param name="builder">The host builder, such as a <c>WebApplicationBuilder</c>.</param>
    /// <param name="connectionString">The servers and an optional chroot: <c>host[:port],host[:port][/chroot]</c>. A missing connection string, such as a null
    /// result of <c>GetConnectionString</c>, throws <see cref="ArgumentException"/>.</param>
    /// <param name="path">The path of the parent znode.</param>
    /// <param name="optional"><see langword="true"/> to start the application if no server is available or the path does not exist.</param>
    /// <param name="reloadOnChange"><see langword="true"/> to reload the configuration when znodes change.</param>
    /// <inheritdoc cref="ZooKeeperConfigurationExtensions.AddZooKeeper(IConfigurationBuilder, Action{ZooKeeperConfigurationOptions})" path="/exception"/>
    public static IHostApplicationBuilder AddZooKeeper(
        this IHostApplicationBuilder builder, string? connectionString, string path, bool optional = false, bool reloadOnChange = true) =>
        builder.AddZooKeeper(options => options.Set(connectionString, path, optional, reloadOnChange));

    /// <summary>
    /// Adds the znodes below one or more paths as configuration, and the related services.
    /// </summary>
    /// <remarks>
    /// In paths, <c>{app}</c> and <c>{env}</c> stand for the host's application name and environment name: <c>/config/{app}</c>, <c>/config/{app}@{env}</c>.
    /// </remarks>
    /// <param name="builder">The host builder, such as a <c>WebApplicationBuilder</c>.</param>
    /// <param name="configure">A delegate that sets the options.</param>
    /// <inheritdoc cref="ZooKeeperConfigurationExtensions.AddZooKeeper(IConfigurationBuilder, Action{ZooKeeperConfigurationOptions})" path="/exception"/>
    public static IHostApplicationBuilder AddZooKeeper(this IHostApplicationBuilder builder, Action<ZooKeeperConfigurationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Configuration.AddZooKeeper(options =>
        {
            options.IsOfHost = true;
            options.ApplicationName = builder.Environment.ApplicationName;
            options.EnvironmentName = builder.Environment.EnvironmentName;
            configure(options);
        });
        builder.Services.AddZooKeeperConfiguration();
        return builder;
    }

    /// <summary>
    /// Adds the znodes below one or more paths as configuration, and reads the options from a configuration section. Also adds the related services.
    /// </summary>
    /// <remarks>
    /// In paths, <c>{app}</c> and <c>{env}</c> stand for the host's application name and environment name, unless the section contains
    /// <c>ApplicationName</c> and <c>EnvironmentName</c>.
    /// </remarks>
    /// <param name="builder">The host builder, such as a <c>WebApplicationBuilder</c>.</param>
    /// <param name="section">The section, such as <c>builder.Configuration.GetSection("ZooKeeper")</c>. Every key in it must be an option that can be written
    /// as text. To set delegates and services, use <paramref name="configure"/>.</param>
    /// <param name="configure">A delegate that adds to or overrides the options of the section.</param>
    /// <inheritdoc cref="ZooKeeperConfigurationExtensions.AddZooKeeper(IConfigurationBuilder, IConfiguration, Action{ZooKeeperConfigurationOptions}?)"
    /// path="/exception"/>
    public static IHostApplicationBuilder AddZooKeeper(
        this IHostApplicationBuilder builder, IConfiguration section, Action<ZooKeeperConfigurationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddZooKeeper(options =>
        {
            OptionsBinding.Bind(section, options);
            configure?.Invoke(options);
        });
    }
}
