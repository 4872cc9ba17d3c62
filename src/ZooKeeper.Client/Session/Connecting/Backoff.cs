namespace ZooKeeper.Client.Session;

/// <summary>
/// Calculates how long to wait before the next pass over the servers. The delay grows exponentially with full jitter, so that the clients of a restarted
/// ensemble do not reconnect all at once.
/// </summary>
/// <param name="longest">The longest delay.</param>
internal sealed class Backoff(TimeSpan longest)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    private int _failures;
    private bool _isSlow;

    public TimeSpan Longest { get; set; } = longest;

    /// <param name="atMost">A smaller maximum for this delay. It does not apply after <see cref="Slow"/>.</param>
    public TimeSpan Next(TimeSpan? atMost = null)
    {
        var longest = !_isSlow && atMost < Longest ? atMost.Value : Longest;
        var ceiling = Math.Min(First.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 20)), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * ceiling);
    }

    public void Reset() => (_failures, _isSlow) = (0, false);

    /// <summary>Draws the next delay from the whole range, for failures that last.</summary>
    public void Slow() => (_failures, _isSlow) = (Math.Max(_failures, 20), true);
}
