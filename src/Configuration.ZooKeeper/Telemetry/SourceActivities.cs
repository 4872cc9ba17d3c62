using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Configuration.ZooKeeper.Telemetry;

/// <summary>Traces loads and reloads (docs/diagnostics.md, "Traces"). Activities contain paths, zxids and counts, never values.</summary>
internal static class SourceActivities
{
    public const string Name = "Configuration.ZooKeeper";
    public const string PathsTag = "configuration.zookeeper.paths";
    public const string ErrorTag = "error.type";

    private static readonly ActivitySource Source = new(Name, Version);

    public static string? Version =>
        typeof(SourceActivities).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <summary>The activity of the current load or reload, or null. Ignores activities of the application.</summary>
    public static Activity? Current => Activity.Current is { } activity && activity.Source == Source ? activity : null;

    public static SourceActivity? StartLoad(string paths) => Start("configuration.zookeeper.load", paths);

    /// <summary>Records a completed load that no listener has traced.</summary>
    public static void RecordLoad(string paths, UnseenLoad load)
    {
        using var running = Start("configuration.zookeeper.load", paths, startTime: load.Started);
        var activity = running is null ? null : Current;
        if (load.Zxid is { } zxid)
        {
            activity.SetTree(zxid, load.ChangedKeys);
        }

        if (load.Failure is { } failure)
        {
            activity.SetError(NameOf(failure));
        }

        activity?.SetEndTime(load.Ended.UtcDateTime);
    }

    public static SourceActivity? StartReload(string paths) => Start("configuration.zookeeper.reload", paths);

    /// <summary>Starts the activity of a notification. It belongs to the trace of the reload, which can be over.</summary>
    public static SourceActivity? StartNotify(string paths, ActivityContext reload) => Start("configuration.zookeeper.notify", paths, reload);

    /// <summary>Returns an enum value in the style of attribute values: <c>invalid_options</c>.</summary>
    public static string NameOf(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static void SetTree(this Activity? activity, long zxid, int changedKeys)
    {
        activity?.SetTag("configuration.zookeeper.zxid", $"0x{zxid:x}");
        activity?.SetTag("configuration.zookeeper.changed_keys", changedKeys);
    }

    public static void SetError(this Activity? activity, string error)
    {
        activity?.SetTag(ErrorTag, error);
        activity?.SetStatus(ActivityStatusCode.Error);
    }

    private static SourceActivity? Start(string name, string paths, ActivityContext parent = default, DateTimeOffset startTime = default) =>
        SourceActivity.Start(Source, name, paths, parent, startTime);
}
