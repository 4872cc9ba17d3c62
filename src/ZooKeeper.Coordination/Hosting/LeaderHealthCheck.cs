using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ZooKeeper.Coordination.Hosting;

/// <summary>Reports the leader services of a host. Contacts no server.</summary>
internal sealed class LeaderHealthCheck(IEnumerable<LeaderStatus> services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var phases = services.Select(service => (service.Path, service.Phase)).ToArray();
        var worst = phases.Any(service => service.Phase == LeaderPhase.Lost) ? context.Registration.FailureStatus
            : phases.Any(service => service.Phase is LeaderPhase.Suspect or LeaderPhase.Failed) ? HealthStatus.Degraded
            : HealthStatus.Healthy;
        return Task.FromResult(new HealthCheckResult(
            worst, phases.Length == 0 ? "No leader service." : string.Join(", ", phases.Select(service => $"{service.Path}: {service.Phase}"))));
    }
}
