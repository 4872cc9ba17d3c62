using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Telemetry;

namespace ZooKeeper.Coordination.Tenures;

/// <summary>
/// The time during which one contender is the owner: from the grant until it releases its znode or may have lost it. A loss is final, even if it turns out that
/// the znode still exists, because callers may have acted on the loss.
/// </summary>
internal sealed partial class Tenure : IAsyncDisposable
{
    /// <summary>
    /// An owner or a waiter that ends within this time saves the request that watches its znode. Setting the watch also detects an earlier deletion.
    /// </summary>
    public static readonly TimeSpan ShortTime = TimeSpan.FromMilliseconds(10);

    private readonly ZooKeeperSession _session;
    private readonly ContenderOptions _options;
    private readonly ILogger _logger;
    private readonly string _firstPath;

    // Others can create a znode with the same name once this one is deleted. Requests by name could then reach theirs.
    private readonly bool _sharesName;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _over = new();
    private readonly ITimer _deadline;
    private readonly CancellationTokenRegistration _sessionEnd;
    private bool _isReleased;
    private int _loss;
    private Relocation? _relocation;
    private Hold? _hold;
    private Task? _ending;

    /// <summary>Begins a tenure. It disposes <paramref name="watch"/>, which a wait may have set on the contender's znode.</summary>
    public Tenure(ZooKeeperSession session, CreatedZnode own, ContenderOptions options, ILogger logger, ZnodeWatch<Stat?>? watch = null, bool sharesName = false)
    {
        (_session, _options, _logger, _sharesName) = (session, options, logger, sharesName);
        (_firstPath, Fence) = (own.Path, own.Stat.Czxid);

        // A timer and a task keep the execution context in which they are created.
        using (ExecutionContext.SuppressFlow())
        {
            _deadline = options.TimeProvider.CreateTimer(static tenure => ((Tenure)tenure!).OnDeadline(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _ = WatchOwnZnodeAsync(watch);
        }

        _sessionEnd = session.Ended.UnsafeRegister(static tenure => ((Tenure)tenure!).Lose(TenureLoss.SessionEnded), this);
        OnDeadline();
    }

    public string Path => Volatile.Read(ref _relocation) is { HasMoved: true } relocation ? relocation.Next : _firstPath;

    public long Fence { get; }

    /// <summary>Gets whether this contender is certain to be the owner, as far as its clock can tell. Costs no request.</summary>
    public bool IsHeld => !IsOver && IsInTime(out _);

    public CancellationToken Lost => _lost.Token;

    public bool IsLost => Volatile.Read(ref _loss) != (int)TenureLoss.None;

    private bool IsOver => Volatile.Read(ref _isReleased) || IsLost;

    /// <summary>Measures the tenure from now on. It may already be over.</summary>
    public void Measure(Hold hold)
    {
        Interlocked.Exchange(ref _hold, hold);
        if (IsOver)
        {
            EndMeasuring();
        }
    }

    /// <summary>Executes writes if this contender is still the owner, in one transaction.</summary>
    public async Task<MultiResults> CommitAsync(Multi multi, CancellationToken cancellationToken)
    {
        while (true)
        {
            DemandOwnName();

            // The check comes first, so that a loss is reported, even if a write would fail as well.
            var path = Path;
            var guarded = new Multi().Check(path).Add(multi);
            try
            {
                var results = await _session.MultiAsync(guarded, cancellationToken).ConfigureAwait(false);
                return new MultiResults(results.Zxid, [.. results.Skip(1)]);
            }
            catch (NoNodeException e) when (e.Path == path)
            {
                if (!await HasMovedAsync(path).ConfigureAwait(false))
                {
                    Lose(TenureLoss.ZnodeDeleted);
                    throw LostBefore(e);
                }
            }
            catch (SessionExpiredException e)
            {
                Lose(TenureLoss.SessionEnded);
                throw LostBefore(e);
            }
        }
    }

    /// <summary>Exchanges the znode for another one, once. The fencing token stays.</summary>
    public async Task MoveAsync(string next, byte[] data, CancellationToken cancellationToken)
    {
        var relocation = new Relocation(_session, _firstPath, next, _options);
        if (Volatile.Read(ref _isReleased) || Interlocked.CompareExchange(ref _relocation, relocation, null) is not null)
        {
            throw new InvalidOperationException($"'{Path}' is released, or its downgrade has already begun.");
        }

        _ = relocation.RunAsync(data);
        try
        {
            if (!await relocation.Done.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                Lose(TenureLoss.ZnodeDeleted);
                throw LostBefore(cause: null);
            }
        }
        catch (SessionExpiredException e)
        {
            Lose(TenureLoss.SessionEnded);
            throw LostBefore(e);
        }
    }

    /// <summary>Deletes the znode.</summary>
    public ValueTask DisposeAsync() => ReleaseAsync(withdrawal => _sharesName
        ? withdrawal.RunAsync(Path, znode => IsOwn(znode.Stat))
        : withdrawal.RunAsync(_relocation is { } relocation ? [relocation.Former, relocation.Next] : [Path]));

    private bool IsOwn(Stat znode) => znode.EphemeralOwner == _session.Id && (!_sharesName || znode.Czxid == Fence);

    private void DemandOwnName()
    {
        if (_sharesName && (Volatile.Read(ref _isReleased) || Volatile.Read(ref _loss) == (int)TenureLoss.ZnodeDeleted))
        {
            throw LostBefore(cause: null);
        }
    }

    // A downgrade deletes the znode, and its event can come before the reply.
    private async Task<bool> HasMovedAsync(string path)
    {
        await ((Task?)Volatile.Read(ref _relocation)?.Done ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Path != path;
    }

    private OwnershipLostException LostBefore(Exception? cause) =>
        new($"'{Path}' no longer exists, so this process is no longer the owner. Nothing was written.", Path, cause);

    // The deadline moves with every answer of the server, so the timer is set again until it is reached.
    private void OnDeadline()
    {
        if (IsInTime(out var left) && !IsOver)
        {
            _deadline.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    // False is final: an answer that arrives later moves the deadline, but a caller may already have seen the loss.
    private bool IsInTime(out TimeSpan left)
    {
        left = _session.TimeLeft - _options.SafetyMargin;
        if (left <= TimeSpan.Zero)
        {
            Lose(_session.HasEnded ? TenureLoss.SessionEnded : TenureLoss.DeadlinePassed);
        }

        return left > TimeSpan.Zero;
    }

    // Only this watch detects that an operator or another client has deleted the znode.
    private async Task WatchOwnZnodeAsync(ZnodeWatch<Stat?>? watch)
    {
        try
        {
            if (watch is null)
            {
                await Task.Delay(ShortTime, _options.TimeProvider, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (_over.IsCancellationRequested)
                {
                    return;
                }
            }

            string path;
            do
            {
                path = Path;
                while (await IsThereAsync(path, watch).ConfigureAwait(false))
                {
                    watch = null;
                }

                watch = null;
            }
            while (await HasMovedAsync(path).ConfigureAwait(false));

            await EndedAsync().ConfigureAwait(false);
            Lose(TenureLoss.ZnodeDeleted);
        }
        catch (OperationCanceledException)
        {
            // The tenure is over.
        }
        catch (Exception e) when (e is SessionExpiredException or ObjectDisposedException)
        {
            Lose(TenureLoss.SessionEnded);
        }
        catch (Exception e)
        {
            // Without the watch, the end of the session and the deadline still end the tenure.
            LogNotWatched(_logger, Path, e);
        }
    }

    // Returns true after a change that is not the deletion, such as a write of data by an operator.
    private async Task<bool> IsThereAsync(string path, ZnodeWatch<Stat?>? present)
    {
        using var watch = present ?? await Retry.UntilAnsweredAsync(() => _session.ExistsAndWatchAsync(path, _over.Token), _options.TimeProvider, _over.Token)
            .ConfigureAwait(false);
        return watch.Value is { } stat && IsOwn(stat) && await watch.WaitAsync(_over.Token).ConfigureAwait(false) is not { Type: WatchEventType.NodeDeleted };
    }
}
