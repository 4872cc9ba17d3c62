using System.Diagnostics;

namespace Configuration.ZooKeeper.Telemetry;

/// <summary>
/// A running activity of a source. Drops the exceptions of samplers and processors, which are code of the application: they must not stop a reload.
/// </summary>
internal sealed class SourceActivity : IDisposable
{
    private readonly Activity _activity;
    private readonly Activity? _outer;

    private SourceActivity(Activity activity, Activity? outer) => (_activity, _outer) = (activity, outer);

    /// <summary>Starts an activity. Returns null if no listener wants it.</summary>
    public static SourceActivity? Start(ActivitySource source, string name, string paths, ActivityContext parent, DateTimeOffset startTime)
    {
        var outer = Activity.Current;
        try
        {
            return source.StartActivity(name, ActivityKind.Internal, parent, startTime: startTime) is { } activity
                ? new SourceActivity(activity.SetTag(SourceActivities.PathsTag, paths), outer)
                : null;
        }
        catch (Exception)
        {
            Activity.Current = outer;
            return null;
        }
    }

    public void Dispose()
    {
        try
        {
            _activity.Dispose();
        }
        catch (Exception)
        {
            Activity.Current = _outer;
        }
    }
}
