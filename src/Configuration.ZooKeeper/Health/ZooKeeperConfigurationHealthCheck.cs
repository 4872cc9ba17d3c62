using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Health;

/// <summary>Tells whether the configuration in effect is the ensemble's newest, and if not, why.</summary>
internal sealed class ZooKeeperConfigurationHealthCheck(ZooKeeperConfigurationStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var sources = status.Sources;
        var problems = sources.Select(Problem).Where(problem => problem is not null).ToList();
        var data = sources.Select(Describe).ToDictionary();
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy(sources.Count == 0 ? "No ZooKeeper source." : "All ZooKeeper sources are up to date.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, string.Join(" ", problems), data: data));
    }

    // Two sources can have the same paths.
    private static KeyValuePair<string, object> Describe(ZooKeeperSourceStatus source, int index) => new(
        $"{index}: {string.Join(", ", source.Paths)}",
        $"zxid 0x{source.LastZxid:x}, {source.KeyCount} keys, session {source.Session}");

    private static string? Problem(ZooKeeperSourceStatus source)
    {
        var paths = string.Join(", ", source.Paths);
        return source switch
        {
            { RejectedReload: { } rejected } => $"{paths}: the newest state is held back. {rejected}",
            { SavedAt: { } time } => $"{paths}: as saved at {time:u}, not seen in ZooKeeper since. {source.LastError}".TrimEnd(),
            { IsFollowed: true, IsStale: true } => $"{paths}: not verified on the present connection (session {source.Session}). {source.LastError}".TrimEnd(),
            { Session: SessionState.ConnectedReadOnly } => $"{paths}: read from {source.Server}, which has no quorum and is read-only; it may be old.",
            { StalePaths: { Count: > 0 } stale } => $"{paths}: last known values of {string.Join(", ", stale)}, which may not be read any more.",
            { HasPendingChanges: true } => $"{paths}: behind, there are very many writes.",
            _ => null,
        };
    }
}
