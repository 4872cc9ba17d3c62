namespace ZooKeeper.Client.Session;

/// <summary>
/// How long to wait before the servers are tried again: exponential with full jitter, so that the clients of a restarted ensemble
/// do not come back all at once.
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

    /// <summary>The next wait is drawn from the whole range: for failures that do not go away soon.</summary>
    public void Slow() => _failures = Math.Max(_failures, 20);
}
