namespace ConfigZk.Tool.Invocation;

/// <summary>The time limit of a command, which <c>--timeout</c> sets.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _exceeded;
    private readonly CancellationTokenSource _ended;

    /// <summary>Starts the time.</summary>
    /// <param name="limit">The limit, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="interrupted">Is cancelled when the user interrupts the command.</param>
    /// <param name="time">The clock, or null for that of the system.</param>
    public TimeLimit(TimeSpan limit, CancellationToken interrupted, TimeProvider? time = null)
    {
        _limit = limit;
        _exceeded = new CancellationTokenSource(limit, time ?? TimeProvider.System);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(interrupted, _exceeded.Token);
    }

    /// <summary>Is cancelled when the limit is exceeded, or the user interrupts the command.</summary>
    public CancellationToken Token => _ended.Token;

    public bool IsExceeded => _exceeded.IsCancellationRequested;

    /// <summary>Stops the time. Only the user can interrupt the command then.</summary>
    public void Suspend() => _exceeded.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Starts the time again, with the whole limit.</summary>
    public void Restart() => _exceeded.CancelAfter(_limit);

    public void Dispose()
    {
        _ended.Dispose();
        _exceeded.Dispose();
    }
}
