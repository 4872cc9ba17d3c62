namespace ZooKeeper.Client.Trees;

/// <summary>
/// Measures how long one unit of work takes while requests are always in flight. The measurement begins at the first reply, because the time until then is a
/// round trip. It counts as soon as it covers what is in flight at once.
/// </summary>
internal sealed class Pace(TimeProvider time, long inFlight)
{
    private long _begun;
    private long _work;
    private bool _isRunning;

    /// <summary>The seconds for one unit in the last measurement; null if there is none.</summary>
    public double? SecondsPerUnit { get; private set; }

    /// <summary>Begins another measurement. The last one stays valid until this one counts.</summary>
    public void Begin() => (_isRunning, _work) = (false, 0);

    /// <summary>Begins another measurement, and forgets the last one.</summary>
    public void Forget()
    {
        Begin();
        SecondsPerUnit = null;
    }

    /// <summary>Notes that a part of the work is done.</summary>
    public void OnReply(long units)
    {
        if (!_isRunning)
        {
            (_isRunning, _begun) = (true, time.GetTimestamp());
            return;
        }

        _work += units;
        if (_work >= inFlight)
        {
            SecondsPerUnit = time.GetElapsedTime(_begun).TotalSeconds / _work;
        }
    }
}
