namespace ZooKeeper.Client.Session;

/// <summary>Cancels a token after a time by the clock of the options or by the system clock, whichever is faster: the clock of a test can stand still.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _byOptions;
    private readonly CancellationTokenSource _byEither;

    public TimeLimit(TimeSpan limit, TimeProvider time)
    {
        _byOptions = new CancellationTokenSource(limit, time);
        _byEither = CancellationTokenSource.CreateLinkedTokenSource(_byOptions.Token);
        _byEither.CancelAfter(limit);
    }

    public CancellationToken Token => _byEither.Token;

    public void Dispose()
    {
        _byEither.Dispose();
        _byOptions.Dispose();
    }
}
