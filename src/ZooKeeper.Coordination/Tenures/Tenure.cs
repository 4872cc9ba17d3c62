using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Tenures;

/// <summary>
/// The time during which one contender is the owner: from the grant until it releases its znode or may have lost it. A loss is final, even if the znode turns out
/// to be still there: others were told.
/// </summary>
internal sealed partial class Tenure : IAsyncDisposable
{
    private static readonly TimeSpan ReleasePatience = TimeSpan.FromSeconds(1);

    private readonly ZooKeeperSession _session;
    private readonly ContenderOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _released = new();
    private readonly ITimer _deadline;
    private readonly CancellationTokenRegistration _sessionEnd;
    private int _loss;

    public Tenure(ZooKeeperSession session, CreatedZnode own, ContenderOptions options, ILogger logger)
    {
        _session = session;
        _options = options;
        _logger = logger;
        Path = own.Path;
        Fence = own.Stat.Czxid;
        _deadline = options.TimeProvider.CreateTimer(static tenure => ((Tenure)tenure!).OnDeadline(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _sessionEnd = session.Ended.UnsafeRegister(static tenure => ((Tenure)tenure!).Lose(TenureLoss.SessionEnded), this);
        _ = WatchOwnZnodeAsync();
        OnDeadline();
    }

    public string Path { get; }

    public long Fence { get; }

    /// <summary>Gets whether this contender is surely the owner, as far as its clock can tell. Costs no request.</summary>
    public bool IsHeld => Loss == TenureLoss.None && !_released.IsCancellationRequested && TimeLeft > TimeSpan.Zero;

    public TenureLoss Loss => (TenureLoss)Volatile.Read(ref _loss);

    public CancellationToken Lost => _lost.Token;

    private TimeSpan TimeLeft => _session.TimeLeft - _options.SafetyMargin;

    /// <summary>Executes writes if this contender is still the owner, in one transaction.</summary>
    public async Task<MultiResults> CommitAsync(Multi multi, CancellationToken cancellationToken)
    {
        var guarded = multi.Count;
        try
        {
            var results = await _session.MultiAsync(multi.Check(Path), cancellationToken).ConfigureAwait(false);
            return new MultiResults(results.Zxid, [.. results.Take(guarded)]);
        }
        catch (NoNodeException e) when (e.Path == Path)
        {
            Lose(TenureLoss.ZnodeDeleted);
            throw LostBefore(e);
        }
        catch (SessionExpiredException e)
        {
            Lose(TenureLoss.SessionEnded);
            throw LostBefore(e);
        }
    }

    /// <summary>Deletes the znode. Waits briefly for the server; after that, goes on in the background until the znode is gone or the session has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_released.IsCancellationRequested)
        {
            return;
        }

        await _released.CancelAsync().ConfigureAwait(false);
        await _sessionEnd.DisposeAsync().ConfigureAwait(false);
        await _deadline.DisposeAsync().ConfigureAwait(false);
        await new Withdrawal(_session, _options.TimeProvider, _logger).RunAsync(Path, ReleasePatience).ConfigureAwait(false);
    }

    private OwnershipLostException LostBefore(Exception cause) =>
        new($"'{Path}' no longer exists, so this process is not the owner any more. Nothing was written.", Path, cause);

    // The deadline moves with every answer of the server, so the timer is set again until it is reached.
    private void OnDeadline()
    {
        var left = TimeLeft;
        if (left <= TimeSpan.Zero)
        {
            Lose(_session.HasEnded ? TenureLoss.SessionEnded : TenureLoss.DeadlinePassed);
        }
        else if (Loss == TenureLoss.None && !_released.IsCancellationRequested)
        {
            _deadline.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    // A node that an operator or another client has deleted is noticed by this watch only.
    private async Task WatchOwnZnodeAsync()
    {
        while (!_released.IsCancellationRequested && Loss == TenureLoss.None)
        {
            try
            {
                using var watch = await _session.ExistsAndWatchAsync(Path, _released.Token).ConfigureAwait(false);
                if (watch.Value?.EphemeralOwner != _session.Id)
                {
                    Lose(TenureLoss.ZnodeDeleted);
                    return;
                }

                await watch.WaitAsync(_released.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SessionExpiredException)
            {
                Lose(TenureLoss.SessionEnded);
                return;
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await Pause.AfterAsync(e, _options.TimeProvider).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Without the watch, the session's end and the deadline still tell.
                LogNotWatched(_logger, Path, e);
                return;
            }
        }
    }

    private void Lose(TenureLoss loss)
    {
        if (_released.IsCancellationRequested || Interlocked.CompareExchange(ref _loss, (int)loss, (int)TenureLoss.None) != (int)TenureLoss.None)
        {
            return;
        }

        LogLost(_logger, Path, loss);
        _ = _lost.CancelAsync(); // the callbacks are code of users, which must not run on the client's threads
    }

    [LoggerMessage(4001, LogLevel.Warning, "Lost the ownership of {Path}: {Loss}")]
    private static partial void LogLost(ILogger logger, string path, TenureLoss loss);

    [LoggerMessage(4002, LogLevel.Warning, "Cannot watch {Path}. If another client deletes it, the owner is not told")]
    private static partial void LogNotWatched(ILogger logger, string path, Exception exception);
}
