using Configuration.ZooKeeper;
using Configuration.ZooKeeper.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health of configuration from ZooKeeper.</summary>
public static class ZooKeeperConfigurationHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that is healthy while the configuration in effect is the newest of the ensemble, and not while it is stale, because there is no
    /// connection, or held back, because the newest state cannot be taken. It asks no server. Implies <c>AddZooKeeperConfiguration()</c> on the services.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">
    /// What to report then. The application goes on with the last good values, so the default is <see cref="HealthStatus.Degraded"/>; with
    /// <see cref="HealthStatus.Unhealthy"/> an orchestrator may restart it, into a start without ZooKeeper.
    /// </param>
    /// <param name="tags">Tags of the check.</param>
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
