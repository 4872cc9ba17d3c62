using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Configuration.ZooKeeper.Telemetry;

/// <summary>
/// What the sources of the process measure (docs/diagnostics.md, "Metrics"). Configuration is built before there is a container,
/// so the meter belongs to the process.
/// </summary>
internal static class SourceMetrics
{
    private static readonly Meter Meter = new(SourceActivities.Name, SourceActivities.Version);

    private static readonly ConcurrentDictionary<Func<ZooKeeperSourceStatus>, bool> Sources = [];

    private static readonly Counter<long> Reloads = Meter.CreateCounter<long>(
        "configuration.zookeeper.reloads", "{reload}", "Reloads that changed keys.");

    private static readonly Histogram<double> ReloadDuration = Meter.CreateHistogram<double>(
        "configuration.zookeeper.reload.duration", "s", "Time from a new tree snapshot to the end of the last change listener.");

    private static readonly Histogram<double> LoadDuration = Meter.CreateHistogram<double>(
        "configuration.zookeeper.load.duration", "s", "Time of the first load, including the connection.");

    private static readonly Counter<long> RejectedReloads = Meter.CreateCounter<long>(
        "configuration.zookeeper.rejected_reloads", "{state}", "Rejected reloads.");

    private static readonly Counter<long> ListenerFailures = Meter.CreateCounter<long>(
        "configuration.zookeeper.listener_failures", "{failure}", "Change listeners that threw.");

    static SourceMetrics()
    {
        Observe("configuration.zookeeper.keys", "{key}", "Keys in effect.", status => status.KeyCount);
        Observe(
            "configuration.zookeeper.stale", "{source}", "Sources whose configuration is stale.",
            status => status is { IsFollowed: true, IsStale: true } ? 1 : 0);
        Observe("configuration.zookeeper.rejected", "{source}", "Sources with a rejected reload.", status => status.RejectedReload is null ? 0 : 1);
        Observe("configuration.zookeeper.unreadable_znodes", "{znode}", "Unreadable znodes.", status => status.UnreadablePaths.Count);
        Count("configuration.zookeeper.audit.repairs", "{znode}", "Znodes that the audit found changed without an event.", status => status.AuditRepairs);
        Count(
            "configuration.zookeeper.audit.acl_differences", "{znode}", "Znodes for which the audit found only an ACL change.",
            status => status.AuditAclDifferences);
    }

    /// <summary>Has a source observed.</summary>
    public static void Add(Func<ZooKeeperSourceStatus> source) => Sources[source] = true;

    public static void Remove(Func<ZooKeeperSourceStatus> source) => Sources.TryRemove(source, out _);

    public static void OnLoaded(string paths, TimeSpan duration, Enum? failure) => LoadDuration.Record(duration.TotalSeconds, Tags(paths, failure));

    public static void OnReloaded(string paths) => Reloads.Add(1, Tags(paths));

    public static void OnReloadEnded(string paths, TimeSpan duration, ZooKeeperRejectionCause? rejected) =>
        ReloadDuration.Record(duration.TotalSeconds, Tags(paths, rejected));

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
