using System.Diagnostics.CodeAnalysis;

namespace ZooKeeper.Client.Session;

/// <summary>Represents one session with the ensemble, from the first connection to its end.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Users keep the token after the end, and a source without a timer has nothing to dispose.")]
internal sealed class SessionLife(long id, TimeProvider time, int maxEphemeralBytes)
{
    // Covers clocks that run at different rates.
    private const double ClockTolerance = 0.01;

    private readonly CancellationTokenSource _end = new();
    private long _confirmed;
    private long _timeoutTicks;
    private bool _hasEnded;

    public long Id { get; } = id;

    public EphemeralBudget Ephemerals { get; } = new(maxEphemeralBytes);

    public CancellationToken Ended => _end.Token;

    /// <summary>Gets whether the session has ended, as far as the client knows. It becomes true before the callbacks of <see cref="Ended"/> run.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded);

    public TimeSpan Timeout => TimeSpan.FromTicks(Volatile.Read(ref _timeoutTicks));

    /// <summary>Gets how long the server is certain to keep the session without a further request.</summary>
    public TimeSpan TimeLeft => HasEnded
        ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Max(0, ((Timeout * (1 - ClockTolerance)) - time.GetElapsedTime(Volatile.Read(ref _confirmed))).Ticks));

    /// <summary>Records that a server has attached a connection to the session.</summary>
    public void Attach(TimeSpan timeout, long requested)
    {
        Volatile.Write(ref _timeoutTicks, timeout.Ticks);
        Confirm(requested);
    }

    /// <summary>Records that the server has answered a request that was sent at this timestamp. Called on one thread at a time.</summary>
    public void Confirm(long sent)
    {
        if (sent > _confirmed)
        {
            Volatile.Write(ref _confirmed, sent);
        }
    }

    /// <summary>Ends the session. Callbacks of the token are user code, so they run on another thread. The returned task has their exceptions.</summary>
    public Task EndAsync()
    {
        Volatile.Write(ref _hasEnded, true);
        return _end.CancelAsync();
    }
}
