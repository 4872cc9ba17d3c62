namespace ZooKeeper.Testing;

/// <summary>The current faults of one direction of a proxy. They decide when and how many bytes pass, never which.</summary>
internal sealed class ProxyFaults
{
    private const int PiecesPerSecond = 50;
    private const long NoCut = -1;

    private readonly Lock _gate = new();
    private TaskCompletionSource? _blackHole;
    private int? _bytesPerSecond;
    private long _untilCut = NoCut;

    public int? BytesPerSecond
    {
        get
        {
            lock (_gate)
            {
                return _bytesPerSecond;
            }
        }

        set
        {
            lock (_gate)
            {
                _bytesPerSecond = value;
            }
        }
    }

    public void BlackHole()
    {
        lock (_gate)
        {
            _blackHole ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void CutAfter(long bytes)
    {
        lock (_gate)
        {
            _untilCut = bytes;
        }
    }

    public void Heal()
    {
        lock (_gate)
        {
            _blackHole?.SetResult();
            _blackHole = null;
            _bytesPerSecond = null;
            _untilCut = NoCut;
        }
    }

    /// <summary>Returns when bytes pass, or the connection has been closed.</summary>
    public async Task PassableAsync(CancellationToken closed)
    {
        while (!closed.IsCancellationRequested && BlackHoleLifted() is { } lifted)
        {
            await lifted.WaitAsync(closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Returns how many of the next bytes to deliver in one piece, and what follows them.</summary>
    public ProxyPiece Next(int available)
    {
        lock (_gate)
        {
            var length = _bytesPerSecond is { } rate ? Math.Min(available, Math.Max(1, rate / PiecesPerSecond)) : available;
            var pause = _bytesPerSecond is { } perSecond ? TimeSpan.FromSeconds((double)length / perSecond) : TimeSpan.Zero;
            if (_untilCut == NoCut || _untilCut > length)
            {
                _untilCut -= _untilCut == NoCut ? 0 : length;
                return new ProxyPiece(length, pause, IsCut: false);
            }

            var rest = (int)_untilCut;
            _untilCut = NoCut;
            return new ProxyPiece(rest, TimeSpan.Zero, IsCut: true);
        }
    }

    private Task? BlackHoleLifted()
    {
        lock (_gate)
        {
            return _blackHole?.Task;
        }
    }
}
