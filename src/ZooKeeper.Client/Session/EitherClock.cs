namespace ZooKeeper.Client.Session;

/// <summary>A time limit by the clock of the options or by the system clock, whichever is faster: the clock of a test can stand still.</summary>
internal sealed class EitherClock : IDisposable
{
    private readonly CancellationTokenSource _byOptions;
    private readonly CancellationTokenSource _either;

    public EitherClock(TimeSpan limit, TimeProvider time)
    {
        _byOptions = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_byOptions.Token);
        _either.CancelAfter(limit);
    }

    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _byOptions.Dispose();
    }
}
