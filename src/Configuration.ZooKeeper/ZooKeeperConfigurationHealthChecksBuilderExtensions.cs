using Configuration.ZooKeeper;
using Configuration.ZooKeeper.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a health check for configuration from ZooKeeper.</summary>
public static class ZooKeeperConfigurationHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check that reports whether the configuration is up to date.
    /// </summary>
    /// <remarks>
    /// The check fails while the configuration may be outdated, for example because the connection is lost, the latest reload is rejected or changes are
    /// pending. It also fails while a change listener does not return. It sends no request to a server. This method also calls
    /// <c>AddZooKeeperConfiguration()</c> on the services.
    /// </remarks>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">
    /// The status to report if the check fails. The default is <see cref="HealthStatus.Degraded"/>, because the application continues with its last good
    /// configuration. With <see cref="HealthStatus.Unhealthy"/>, an orchestrator might restart the application while ZooKeeper is unavailable.
    /// </param>
    /// <param name="tags">The tags of the check.</param>
    public static IHealthChecksBuilder AddZooKeeperConfiguration(
        this IHealthChecksBuilder builder,
        string name = "zookeeper-configuration",
        HealthStatus failureStatus = HealthStatus.Degraded,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddZooKeeperConfiguration();
        return builder.Add(new HealthCheckRegistration(
            name,
            services => new ZooKeeperConfigurationHealthCheck(services.GetRequiredService<ZooKeeperConfigurationStatus>()),
            failureStatus,
            tags));
    }
}
