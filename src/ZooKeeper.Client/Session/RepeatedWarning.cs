namespace ZooKeeper.Client.Session;

/// <summary>
/// Decides which repetitions of a failure are logged: the first, one with a new reason, and others at growing intervals. An attempt takes a second or less,
/// and an outage can last a weekend.
/// </summary>
internal sealed class RepeatedWarning(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly HashSet<string> _reasons = new(StringComparer.Ordinal);
    private TimeSpan _interval;
    private long _lastLogged;

    /// <summary>Gets the number of failures since the last success.</summary>
    public int Count { get; private set; }

    /// <summary>Counts a failure. Returns true if it must be logged.</summary>
    public bool OnFailed(params IEnumerable<string> reasons)
    {
        // Alternating reasons are not new each time.
        var isNew = reasons.Aggregate(false, (any, reason) => _reasons.Add(reason) || any);
        Count++;
        if (!isNew && time.GetElapsedTime(_lastLogged) < _interval)
        {
            return false;
        }

        _interval = isNew ? First : TimeSpan.FromTicks(Math.Min(2 * _interval.Ticks, Longest.Ticks));
        _lastLogged = time.GetTimestamp();
        return true;
    }

    public void OnSucceeded()
    {
        Count = 0;
        _reasons.Clear();
    }
}
