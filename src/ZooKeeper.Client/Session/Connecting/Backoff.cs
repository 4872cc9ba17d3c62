namespace ZooKeeper.Client.Session;

/// <summary>
/// Calculates how long to wait before the next pass over the servers. The delay grows exponentially with full jitter, so that the clients of a restarted
/// ensemble do not reconnect all at once.
/// </summary>
internal sealed class Backoff(TimeSpan longest)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    private int _failures;

    public TimeSpan Next()
    {
        var ceiling = Math.Min(First.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 20)), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * ceiling);
    }

    public void Reset() => _failures = 0;

    /// <summary>Draws the next delay from the whole range, for failures that last.</summary>
    public void Slow() => _failures = Math.Max(_failures, 20);
}
