using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZooKeeper.Coordination.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a health check for leader services.</summary>
public static class ZooKeeperCoordinationHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check that reports the leader services of the host: Healthy for candidates and leaders; Degraded for those without a connection, and after
    /// an exception until the service is a candidate again; the failure status after a loss, until the work has returned. It sends no request to a server.
    /// </summary>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">
    /// The status to report while work still runs after its leadership is lost. The default is <see cref="HealthStatus.Unhealthy"/>: another process may lead meanwhile,
    /// and a restart ends the work.
    /// </param>
    /// <param name="tags">The tags of the check.</param>
    public static IHealthChecksBuilder AddZooKeeperCoordination(
        this IHealthChecksBuilder builder, string name = "zookeeper-coordination", HealthStatus failureStatus = HealthStatus.Unhealthy, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, services => new LeaderHealthCheck(services.GetServices<LeaderStatus>()), failureStatus, tags));
    }
}
