using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Configuration.ZooKeeper.Following;

namespace Configuration.ZooKeeper.Telemetry;

/// <summary>
/// What the sources of the process measure (docs/diagnostics.md, "Metrics"). Configuration is built before there is a container, so the meter belongs to the process.
/// </summary>
internal static class SourceMetrics
{
    private static readonly Meter Meter = new(SourceActivities.Name, SourceActivities.Version);

    private static readonly ConcurrentDictionary<SharedSource, bool> Sources = [];

    private static readonly Counter<long> Reloads = Meter.CreateCounter<long>(
        "configuration.zookeeper.reloads", "{reload}", "Reloads that changed keys.");

    private static readonly Histogram<double> ReloadDuration = Meter.CreateHistogram<double>(
        "configuration.zookeeper.reload.duration", "s", "From a new state being there to the last listener having been told of it.");

    private static readonly Histogram<double> LoadDuration = Meter.CreateHistogram<double>(
        "configuration.zookeeper.load.duration", "s", "The first load, with the connecting.");

    private static readonly Counter<long> HeldBackStates = Meter.CreateCounter<long>(
        "configuration.zookeeper.held_back_states", "{state}", "States that were not taken over.");

    private static readonly Counter<long> ListenerFailures = Meter.CreateCounter<long>(
        "configuration.zookeeper.listener_failures", "{failure}", "Changes at which a listener of the application threw.");

    static SourceMetrics()
    {
        Observe("configuration.zookeeper.keys", "{key}", "Keys in effect.", status => status.KeyCount);
        Observe("configuration.zookeeper.stale", "{source}", "Sources whose configuration is not verified on a connection at present.", status => status is { IsFollowed: true, IsStale: true } ? 1 : 0);
        Observe("configuration.zookeeper.held_back", "{source}", "Sources whose newest state is not in effect.", status => status.HeldBack is null ? 0 : 1);
        Observe("configuration.zookeeper.unreadable_znodes", "{znode}", "Znodes that exist and may not be read.", status => status.UnreadablePaths.Count);
    }

    public static void Add(SharedSource source) => Sources[source] = true;

    public static void Remove(SharedSource source) => Sources.TryRemove(source, out _);

    public static void OnLoaded(SharedSource source, TimeSpan duration, LoadFailureKind? failure) => LoadDuration.Record(duration.TotalSeconds, Tags(source, failure));

    public static void OnReloaded(SharedSource source) => Reloads.Add(1, Tags(source));

    public static void OnReloadEnded(SharedSource source, TimeSpan duration, ZooKeeperHeldBackCause? heldBack) =>
        ReloadDuration.Record(duration.TotalSeconds, Tags(source, heldBack));

    public static void OnHeldBack(SharedSource source, ZooKeeperHeldBackCause cause) => HeldBackStates.Add(1, Tags(source, cause));

    public static void OnListenerFailed(SharedSource source, string error) => ListenerFailures.Add(1, Tags(source, error));

    private static void Observe(string name, string unit, string description, Func<ZooKeeperSourceStatus, long> value) => Meter.CreateObservableUpDownCounter(
        name,
        () => Sources.Keys.Select(source => new Measurement<long>(value(source.Status.Read()), Tags(source))),
        unit,
        description);

    private static TagList Tags(SharedSource source, Enum? error) => Tags(source, error is null ? null : SourceActivities.NameOf(error));

    private static TagList Tags(SharedSource source, string? error = null)
    {
        var tags = new TagList { { SourceActivities.PathsTag, source.ToString() } };
        if (error is not null)
        {
            tags.Add(SourceActivities.ErrorTag, error);
        }

        return tags;
    }
}
