using System.Diagnostics.Metrics;

namespace ZooKeeper.Coordination.Telemetry;

/// <summary>The metrics of all recipes of the process (docs/diagnostics.md, "Metrics").</summary>
internal static class CoordinationMetrics
{
    // The times range from one round trip to a job that takes all night.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600],
    };

    private static readonly Meter Meter = new(CoordinationActivities.Name, CoordinationActivities.Version);

    private static readonly Histogram<double> WaitDuration = Meter.CreateHistogram(
        "zookeeper.coordination.wait.duration", "s", "Time from a call until it was the owner or gave up.", tags: null, Durations);

    private static readonly Histogram<double> HoldDuration = Meter.CreateHistogram(
        "zookeeper.coordination.hold.duration", "s", "Time from becoming the owner until the release or the loss.", tags: null, Durations);

    private static readonly Counter<long> Losses = Meter.CreateCounter<long>(
        "zookeeper.coordination.losses", "{loss}", "Ownerships that were lost instead of released.");

    private static readonly Counter<long> Completions = Meter.CreateCounter<long>(
        "zookeeper.coordination.completions", "{item}", "Items of queues that this process has completed.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "zookeeper.coordination.retries", "{retry}", "Counter changes retried after a conflict.");

    private static readonly Counter<long> Rejoins = Meter.CreateCounter<long>(
        "zookeeper.coordination.rejoins", "{rejoin}", "Memberships that were restored after a lost session or znode.");

    private static readonly Gauge<long> Depth = Meter.CreateGauge<long>(
        "zookeeper.coordination.depth", "{item}", "Items of a queue, when a consumer of this process read their names last.");

    public static Level Waiting { get; } = new(Meter, "zookeeper.coordination.waiting", "{contender}", "Calls that wait to be the owner.");

    public static Level Held { get; } = new(Meter, "zookeeper.coordination.held", "{owner}", "Ownerships that this process has.");

    public static void OnWaited(ContestTags contest, TimeSpan duration, string? outcome, string? error) =>
        WaitDuration.Record(duration.TotalSeconds, contest.With("zookeeper.coordination.outcome", outcome, error));

    public static void OnHeld(ContestTags contest, TimeSpan duration, string? loss)
    {
        HoldDuration.Record(duration.TotalSeconds, contest.With(error: loss));
        if (loss is not null)
        {
            Losses.Add(1, contest.With(error: loss));
        }
    }

    public static void OnCompleted(ContestTags contest) => Completions.Add(1, contest.With());

    public static void OnListed(ContestTags contest, long items) => Depth.Record(items, contest.With());

    public static void OnRetried(ContestTags contest) => Retries.Add(1, contest.With());

    public static void OnRejoined(ContestTags contest) => Rejoins.Add(1, contest.With());
}
