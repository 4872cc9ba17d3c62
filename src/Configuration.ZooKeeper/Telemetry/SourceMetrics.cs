using System.Collections.Concurrent;
using System.Diagnostics;
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

    private static readonly Counter<long> Reloads = Meter.CreateCounter<long>(
        "configuration.zookeeper.reloads", "{reload}", "Reloads that changed keys.");

    private static readonly Histogram<double> ReloadDuration = Meter.CreateHistogram<double>(
        "configuration.zookeeper.reload.duration", "s", "Time from a new tree snapshot until it is in effect or rejected.");

    private static readonly Histogram<double> LoadDuration = Meter.CreateHistogram<double>(
        "configuration.zookeeper.load.duration", "s", "Time of the first load, including the connection.");

    private static readonly Counter<long> RejectedReloads = Meter.CreateCounter<long>(
        "configuration.zookeeper.rejected_reloads", "{reload}", "Reloads that were rejected.");

    private static readonly Counter<long> ListenerFailures = Meter.CreateCounter<long>(
        "configuration.zookeeper.listener_failures", "{failure}", "Change listeners of the application that threw an exception.");

    static SourceMetrics()
    {
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

    public static void Remove(Func<ZooKeeperSourceStatus> source) => Sources.TryRemove(source, out _);

    public static void OnLoaded(string paths, TimeSpan duration, Enum? failure) => LoadDuration.Record(duration.TotalSeconds, Tags(paths, failure));

    public static void OnReloaded(string paths) => Reloads.Add(1, Tags(paths));

    public static void OnReloadEnded(string paths, TimeSpan duration, ZooKeeperRejectionCause? rejection) =>
        ReloadDuration.Record(duration.TotalSeconds, Tags(paths, rejection));

    public static void OnRejected(string paths, ZooKeeperRejectionCause cause) => RejectedReloads.Add(1, Tags(paths, cause));

    public static void OnListenerFailed(string paths, string error) => ListenerFailures.Add(1, Tags(paths, error));

    private static void Observe(string name, string unit, string description, Func<ZooKeeperSourceStatus, long> value) =>
        Meter.CreateObservableUpDownCounter(name, () => Measure(value), unit, description);

    private static void Count(string name, string unit, string description, Func<ZooKeeperSourceStatus, long> value) =>
        Meter.CreateObservableCounter(name, () => Measure(value), unit, description);

    private static IEnumerable<Measurement<long>> Measure(Func<ZooKeeperSourceStatus, long> value) =>
        Sources.Keys.Select(source => source()).Select(status => new Measurement<long>(value(status), Tags(string.Join(", ", status.Paths))));

    private static TagList Tags(string paths, Enum? error) => Tags(paths, error is null ? null : SourceActivities.NameOf(error));

    private static TagList Tags(string paths, string? error = null)
    {
        var tags = new TagList { { SourceActivities.PathsTag, paths } };
        if (error is not null)
        {
            tags.Add(SourceActivities.ErrorTag, error);
        }

        return tags;
    }
}
