namespace ZooKeeper.Coordination.Telemetry;

/// <summary>Measures one ownership until it is lost or released, whichever comes first.</summary>
internal sealed class Hold
{
    private readonly ContestTags _contest;
    private readonly TimeProvider _time;
    private readonly long _started;
    private bool _isOver;

    public Hold(ContestTags contest, TimeProvider time)
    {
        (_contest, _time, _started) = (contest, time, time.GetTimestamp());
        CoordinationMetrics.Held.Add(contest, 1);
    }

    /// <summary>Ends the measurement.</summary>
    /// <param name="loss">Why the ownership is lost. Null if it was released.</param>
    public void End(string? loss)
    {
        if (!Interlocked.Exchange(ref _isOver, true))
        {
            CoordinationMetrics.Held.Add(_contest, -1);
            CoordinationMetrics.OnHeld(_contest, _time.GetElapsedTime(_started), loss);
        }
    }
}
