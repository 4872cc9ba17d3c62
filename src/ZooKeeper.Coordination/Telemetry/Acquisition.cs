using System.Diagnostics;

namespace ZooKeeper.Coordination.Telemetry;

/// <summary>Measures and traces one call that tries to become the owner.</summary>
internal sealed class Acquisition : IDisposable
{
    private readonly ContestTags _contest;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Activity? _activity;
    private string? _outcome;
    private string? _error;

    public Acquisition(ContestTags contest, string path, TimeProvider time)
    {
        (_contest, _time, _started) = (contest, time, time.GetTimestamp());
        _activity = CoordinationActivities.StartAcquire(contest, path);
        CoordinationMetrics.Waiting.Add(contest, 1);
    }

    /// <summary>Records the success, and starts to measure how long the ownership lasts.</summary>
    public Hold Succeed(long fence)
    {
        _outcome = "acquired";
        _activity?.SetTag("zookeeper.coordination.fence", $"0x{fence:x}");
        return new Hold(_contest, _time);
    }

    /// <summary>Records that others were ahead and the call has stopped waiting.</summary>
    public void GiveUp() => _outcome = "taken";

    public void Fail(Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            _outcome = "canceled";
            return;
        }

        _error = exception.GetType().FullName;
        _activity?.SetStatus(ActivityStatusCode.Error);
        _activity?.SetTag(ContestTags.ErrorTag, _error);
    }

    public void Dispose()
    {
        CoordinationMetrics.Waiting.Add(_contest, -1);
        CoordinationMetrics.OnWaited(_contest, _time.GetElapsedTime(_started), _outcome, _error);
        if (_outcome is not null)
        {
            _activity?.SetTag("zookeeper.coordination.outcome", _outcome);
        }

        _activity?.Dispose();
    }
}
