using Configuration.ZooKeeper;
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
}
