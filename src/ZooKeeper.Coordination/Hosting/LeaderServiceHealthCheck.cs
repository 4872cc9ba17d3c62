using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ZooKeeper.Coordination;

/// <summary>
/// Reports the leader services of a host: healthy while each is the leader or a candidate, otherwise with the failure status of the registration. Add it with
/// <c>AddCheck&lt;LeaderServiceHealthCheck&gt;("leader")</c>.
/// </summary>
public sealed class LeaderServiceHealthCheck : IHealthCheck
{
    private readonly LeaderServices _services;

    /// <summary>Creates the check.</summary>
    /// <param name="services">The leader services.</param>
    public LeaderServiceHealthCheck(LeaderServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var statuses = _services.Statuses;
        var problems = statuses.Select(Problem).OfType<string>().ToArray();
        var data = statuses.Select((status, index) => KeyValuePair.Create<string, object>($"{index}: {status.Path}", status.State.ToString())).ToDictionary();
        return Task.FromResult(problems.Length == 0
            ? HealthCheckResult.Healthy("All leader services are leaders or candidates.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, string.Join(" ", problems), data: data));
    }

    private static string? Problem(LeaderServiceStatus status) => status.State switch
    {
        LeaderServiceState.Suspect => $"{status.Path}: the leader has no connection.",
        LeaderServiceState.Lost => $"{status.Path}: the leadership is lost, and the work was cancelled but has not ended.",
        LeaderServiceState.Failed => $"{status.Path}: the work failed with {status.LastError}.",
        _ => null,
    };
}
