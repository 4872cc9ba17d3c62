using System.Diagnostics;
using System.Reflection;

namespace ZooKeeper.Coordination.Telemetry;

/// <summary>Traces the waits of callers (docs/diagnostics.md, "Traces").</summary>
internal static class CoordinationActivities
{
    public const string Name = "ZooKeeper.Coordination";

    private static readonly ActivitySource Source = new(Name, Version);

    public static string? Version =>
        typeof(CoordinationActivities).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <summary>Starts the activity of a wait. A candidate and a consumer have none: they can wait for days, and a span is only seen when it ends.</summary>
    public static Activity? StartAcquire(ContestTags contest, string path)
    {
        var activity = contest.Kind is ContestKind.Election or ContestKind.Queue ? null : Source.StartActivity("zookeeper.coordination.acquire");
        activity?.SetTag("zookeeper.coordination.path", path);
        activity?.SetTag(ContestTags.KindTag, contest.KindName);
        return activity;
    }
}
