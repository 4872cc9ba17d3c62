using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Configuration.ZooKeeper.Telemetry;

/// <summary>
/// Provides the metrics of all sources of the process (docs/diagnostics.md, "Metrics"). Configuration is built before there is a container, so there is one
/// meter for the process.
/// </summary>
internal static class SourceMetrics
{
    private static readonly Meter Meter = new(SourceActivities.Name, SourceActivities.Version);

    private static readonly ConcurrentDictionary<Func<ZooKeeperSourceStatus>, bool> Sources = [];

    private static readonly ConcurrentDictionary<string, LoadResult> Loads = new(StringComparer.Ordinal);

    private static readonly EventCounter Reloads = new(
        Meter, "configuration.zookeeper.reloads", "{reload}", "Loads and reloads that changed keys.");

    private static readonly Histogram<double> ReloadDuration = Meter.CreateHistogram<double>(
        "configuration.zookeeper.reload.duration", "s", "Time from a new tree snapshot until it is in effect or rejected.");

    private static readonly EventCounter RejectedReloads = new(
        Meter, "configuration.zookeeper.rejected_reloads", "{reload}", "Reloads that were rejected.");

    private static readonly EventCounter ListenerFailures = new(
        Meter, "configuration.zookeeper.listener_failures", "{failure}", "Change listeners of the application that threw an exception.");

    static SourceMetrics()
    {
        Meter.CreateObservableGauge(
            "configuration.zookeeper.load.duration",
            () => Loads.Select(load => new Measurement<double>(load.Value.Seconds, SourceTags.Of(load.Key, load.Value.Error))),
            "s",
            "Time of the first load, including the connection.");
        Observe("configuration.zookeeper.keys", "{key}", "Keys in effect.", status => status.KeyCount);
        Observe(
            "configuration.zookeeper.stale", "{source}", "Sources whose configuration is stale.",
            status => status is { IsFollowed: true, IsStale: true } ? 1 : 0);
        Observe("configuration.zookeeper.rejected", "{source}", "Sources whose newest change is rejected.", status => status.RejectedReload is null ? 0 : 1);
        Observe("configuration.zookeeper.unreadable_znodes", "{znode}", "Znodes that are unreadable.", status => status.UnreadablePaths.Count);
        Count("configuration.zookeeper.audit.repairs", "{znode}", "Znodes that the audit found changed without an event.", status => status.AuditRepairs);
        Count(
            "configuration.zookeeper.audit.acl_differences", "{znode}", "Znodes whose ACL the audit found changed.",
            status => status.AuditAclDifferences);
    }

    /// <summary>Adds a source to the observed metrics.</summary>
    public static void Add(Func<ZooKeeperSourceStatus> source) => Sources[source] = true;

    public static void Remove(Func<ZooKeeperSourceStatus> source)
    {
        Sources.TryRemove(source, out _);
        Loads.TryRemove(PathsOf(source()), out _);
    }

    public static void OnLoaded(string paths, TimeSpan duration, Enum? failure) => Loads[paths] = new LoadResult(duration.TotalSeconds, NameOf(failure));

    public static void OnReloaded(string paths) => Reloads.Add(paths);

    public static void OnReloadEnded(string paths, TimeSpan duration, ZooKeeperRejectionCause? rejection)
    {
        try
        {
            ReloadDuration.Record(duration.TotalSeconds, SourceTags.Of(paths, NameOf(rejection)));
        }
        catch (Exception)
        {
            // A listener of the application. It must not stop a reload. The other instruments are only read when they are collected.
        }
    }

    public static void OnRejected(string paths, ZooKeeperRejectionCause cause) => RejectedReloads.Add(paths, NameOf(cause));

    public static void OnListenerFailed(string paths, string error) => ListenerFailures.Add(paths, error);

    private static void Observe(string name, string unit, string description, Func<ZooKeeperSourceStatus, long> value) =>
        Meter.CreateObservableUpDownCounter(name, () => Measure(value), unit, description);

    private static void Count(string name, string unit, string description, Func<ZooKeeperSourceStatus, long> value) =>
        Meter.CreateObservableCounter(name, () => Measure(value), unit, description);

    private static IEnumerable<Measurement<long>> Measure(Func<ZooKeeperSourceStatus, long> value) =>
        Sources.Keys.Select(source => source()).Select(status => new Measurement<long>(value(status), SourceTags.Of(PathsOf(status))));

    private static string PathsOf(ZooKeeperSourceStatus status) => string.Join(", ", status.Paths);

    private static string? NameOf(Enum? value) => value is null ? null : SourceActivities.NameOf(value);

    private sealed record LoadResult(double Seconds, string? Error);
}
