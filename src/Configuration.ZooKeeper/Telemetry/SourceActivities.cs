using System.Diagnostics;
using System.Reflection;
using Configuration.ZooKeeper.Following;

namespace Configuration.ZooKeeper.Telemetry;

/// <summary>The traces of loads and reloads (docs/diagnostics.md, "Traces"). They tell paths, zxids and counts, never values.</summary>
internal static class SourceActivities
{
    public const string Name = "Configuration.ZooKeeper";
    public const string PathsTag = "configuration.zookeeper.paths";
    public const string ErrorTag = "error.type";

    private static readonly ActivitySource Source = new(Name, Version);

    public static string? Version => typeof(SourceActivities).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <summary>The load or reload that is being traced, or null: what is current may be the application's own.</summary>
    public static Activity? Current => Activity.Current is { } activity && activity.Source == Source ? activity : null;

    public static Activity? StartLoad(SharedSource source) => Start("configuration.zookeeper.load", source);

    public static Activity? StartReload(SharedSource source) => Start("configuration.zookeeper.reload", source);

    /// <summary>A value of an enumeration as attributes have it.</summary>
    public static string NameOf(Enum value) => value.ToString().ToLowerInvariant();

    public static void SetState(this Activity? activity, long zxid, int changedKeys)
    {
        activity?.SetTag("configuration.zookeeper.zxid", $"0x{zxid:x}");
        activity?.SetTag("configuration.zookeeper.changed_keys", changedKeys);
    }

    public static void SetError(this Activity? activity, string error)
    {
        activity?.SetTag(ErrorTag, error);
        activity?.SetStatus(ActivityStatusCode.Error);
    }

    private static Activity? Start(string name, SharedSource source)
    {
        var activity = Source.StartActivity(name);
        activity?.SetTag(PathsTag, source.ToString());
        return activity;
    }
}
