using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZooKeeper.Coordination.Hosting;

namespace ZooKeeper.Coordination;

/// <summary>
/// Reports the leader services: Healthy for candidates and leaders; Degraded for a leader without a connection, and after an exception until the service is a
/// candidate again; the failure status of the registration, by default Unhealthy, after a loss until the work has returned. It contacts no server.
/// Register it with <c>AddHealthChecks().AddCheck&lt;ZooKeeperCoordinationHealthCheck&gt;("zookeeper")</c>.
/// </summary>
public sealed class ZooKeeperCoordinationHealthCheck : IHealthCheck
{
    private readonly IReadOnlyList<LeaderStatus> _services;

    /// <summary>Creates the health check.</summary>
    /// <param name="services">The services of the host.</param>
    public ZooKeeperCoordinationHealthCheck(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = [.. services.GetServices<LeaderStatus>()];
    }

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var phases = _services.Select(service => (service.Path, service.Phase)).ToArray();
        var worst = phases.Any(service => service.Phase == LeaderPhase.Lost) ? context.Registration?.FailureStatus ?? HealthStatus.Unhealthy
            : phases.Any(service => service.Phase is LeaderPhase.Suspect or LeaderPhase.Failed) ? HealthStatus.Degraded
            : HealthStatus.Healthy;
        var description = string.Join(", ", phases.Select(service => $"{service.Path}: {service.Phase}"));
        return Task.FromResult(new HealthCheckResult(worst, description));
    }
}
