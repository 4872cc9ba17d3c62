using Configuration.ZooKeeper;
using Configuration.ZooKeeper.Setup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds configuration from Apache ZooKeeper to a host.</summary>
public static class ZooKeeperHostApplicationBuilderExtensions
{
    /// <summary>
    /// Adds the znodes below one or more paths as configuration, and the services that go with it. In paths <c>{app}</c> and <c>{env}</c> are the host's names:
    /// <c>/config/{app}</c>, <c>/config/{app}@{env}</c>.
    /// </summary>
    /// <param name="builder">The host's builder, such as that of a web application.</param>
    /// <param name="configure">Sets the options.</param>
    /// <inheritdoc cref="ZooKeeperConfigurationExtensions.AddZooKeeper(IConfigurationBuilder, Action{ZooKeeperConfigurationOptions})" path="/exception"/>
    public static IHostApplicationBuilder AddZooKeeper(this IHostApplicationBuilder builder, Action<ZooKeeperConfigurationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Configuration.AddZooKeeper(options =>
        {
            options.ApplicationName = builder.Environment.ApplicationName;
            options.EnvironmentName = builder.Environment.EnvironmentName;
            configure(options);
        });
        builder.Services.AddZooKeeperConfiguration();
        return builder;
    }

    /// <summary>
    /// Adds the znodes below one or more paths as configuration, with the options that a section of earlier sources has, and the services that go with it.
    /// In paths <c>{app}</c> and <c>{env}</c> are the host's names, unless the section has <c>ApplicationName</c> and <c>EnvironmentName</c>.
    /// </summary>
    /// <param name="builder">The host's builder, such as that of a web application.</param>
    /// <param name="section">The section, such as <c>builder.Configuration.GetSection("ZooKeeper")</c>. Every key in it must be an option that can be written
    /// as text; delegates and services are set by <paramref name="configure"/>.</param>
    /// <param name="configure">Sets further options, or others than the section has.</param>
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
