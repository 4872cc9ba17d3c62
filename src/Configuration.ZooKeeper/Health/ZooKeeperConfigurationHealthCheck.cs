using Configuration.ZooKeeper.Documents;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Health;

/// <summary>Reports whether the configuration of all sources is up to date, and if not, why.</summary>
internal sealed class ZooKeeperConfigurationHealthCheck(ZooKeeperConfigurationStatus status) : IHealthCheck
{
    private const int MaxKeysShown = 10;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var sources = status.Sources;
        var problems = sources.SelectMany(source => new[] { Problem(source), ListenerProblem(source) }).OfType<string>().ToList();
        var data = sources.Select(Describe).ToDictionary();
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy(sources.Count == 0 ? "No ZooKeeper source." : "All ZooKeeper sources are up to date.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, string.Join(" ", problems), data: data));
    }

    // With the index, because two sources can have the same paths.
    private static KeyValuePair<string, object> Describe(ZooKeeperSourceStatus source, int index) => new(
        $"{index}: {source.Name}",
        $"zxid 0x{source.LastZxid:x}, {source.KeyCount} {(source.KeyCount == 1 ? "key" : "keys")}, session {source.Session}"
        + (source.MissingPaths.Count == 0 ? "" : $", missing: {string.Join(", ", source.MissingPaths)}"));

    private static string? Problem(ZooKeeperSourceStatus source)
    {
        var paths = source.Name;
        return source switch
        {
            { RejectedReload: { } rejected } => $"{paths}: rejected the latest reload. The last good configuration stays in effect. {rejected}",
            { SavedAt: { } time } => $"{paths}: loaded from the snapshot file of {time:u}, not verified since. {source.LastError}".TrimEnd(),
            { IsFollowed: true, IsStale: true } => $"{paths}: stale (session {source.Session}). {source.LastError}".TrimEnd(),
            { Session: SessionState.ConnectedReadOnly } => $"{paths}: read from {source.Server}, which is read-only because it has no quorum. The data might be outdated.",
            { StalePaths: { Count: > 0 } stale } => $"{paths}: last known values of {string.Join(", ", stale.Select(PrintableText.Of))}, which are no longer readable.",
            { HasPendingChanges: true } => $"{paths}: pending changes, which are neither in effect nor rejected: the write rate is very high, or a validation "
                + "does not return.",
            _ => null,
        };
    }

    private static string? ListenerProblem(ZooKeeperSourceStatus source) => source.RunningListeners is { } running
        ? $"{source.Name}: a change listener has not returned since {running.Since:u}. The newest configuration is in effect, but no listener "
            + $"is notified until then. Changed keys ({running.ChangedKeys.Count}): {string.Join(", ", running.ChangedKeys.Take(MaxKeysShown).Select(PrintableText.Of))}"
            + (running.ChangedKeys.Count > MaxKeysShown ? ", …" : ".")
        : null;
}
