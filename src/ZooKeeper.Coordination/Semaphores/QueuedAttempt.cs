using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Semaphores;

/// <summary>
/// An attempt in the layout of this library: one transaction exchanges a znode in the queue for one in the folder of leases. A process may do so if the leases
/// and the processes ahead of it in the queue are fewer than the permits. Each of these takes at most one permit, and no process behind counts this one as
/// gone. That is why the queue is read before the leases.
/// </summary>
internal sealed class QueuedAttempt(ZooKeeperSession session, SemaphoreContest contest) : IAttempt
{
    private readonly Attempt _queue = new(session, contest.Queue);

    private string? _waiting;
    private int? _limitVersion;

    public bool HasEntered => _queue.HasEntered;

    public bool IsBlocked { get; private set; }

    public async Task<Tenure?> RunAsync(bool waits, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Ended);
        while (true)
        {
            if (await PassQueueAsync(waits, end.Token).ConfigureAwait(false) is not { } passed)
            {
                IsBlocked = _queue.IsBlocked;
                return null;
            }

            using var watch = passed.Watch;
            _waiting = passed.Own.Path;
            if (_limitVersion is null && !await IsAdmittedAsync(ahead: [], end.Token).ConfigureAwait(false))
            {
                if (!waits)
                {
                    IsBlocked = true;
                    return null;
                }

                await WaitForLeaseAsync(end.Token).ConfigureAwait(false);
            }
            else if (await TryExchangeAsync(end.Token).ConfigureAwait(false) is { IsOver: true } outcome)
            {
                return outcome.Tenure;
            }
        }
    }

    // Deletes the znode in the queue first: without it, no exchange can succeed.
    public Task WithdrawAsync() => _waiting is { } waiting
        ? contest.Withdraw(session).RunAsync(waiting, contest.Folders.LeaseOf(waiting))
        : _queue.WithdrawAsync();

    private Task<(CreatedZnode Own, ZnodeWatch<Stat?>? Watch)?> PassQueueAsync(bool waits, CancellationToken cancellationToken)
    {
        _limitVersion = null;
        return _queue.PassAsync(waits, IsAdmittedAsync, cancellationToken);
    }

    private async Task<bool> IsAdmittedAsync(IEnumerable<string> ahead, CancellationToken cancellationToken)
    {
        var (taken, limitVersion) = await contest.AnsweredAsync(() => contest.ReadAsync(session, cancellationToken), cancellationToken).ConfigureAwait(false);
        _limitVersion = contest.CountClaims(ahead, taken) < contest.Permits ? limitVersion : null;
        return _limitVersion is not null;
    }

    // IsOver is false if a condition of the exchange has changed meanwhile.
    private async Task<(bool IsOver, Tenure? Tenure)> TryExchangeAsync(CancellationToken cancellationToken)
    {
        var lease = contest.Folders.LeaseOf(_waiting!);
        try
        {
            var exchange = new Exchange(session, _waiting!, lease, contest.Options);
            var zxid = await exchange.RunAsync(new Multi().Check(contest.Path, _limitVersion!.Value), contest.Queue.Data, cancellationToken).ConfigureAwait(false);
            return (true, zxid is { } granted ? contest.Grant(session, lease, granted) : null);
        }
        catch (NoNodeException e) when (e.Path == lease)
        {
            await contest.EnsureLeasesAsync(session, cancellationToken).ConfigureAwait(false);
            return (false, null);
        }
        catch (BadVersionException)
        {
            return (false, null);
        }
    }

    // Only the first of the queue waits here.
    private async Task WaitForLeaseAsync(CancellationToken cancellationToken)
    {
        using var ownWatch = new OwnWatch(session, _waiting!, contest.Options.TimeProvider);
        var ownChanged = ownWatch.ChangedAsync();
        using var leases = await contest.WatchLeasesAsync(session, cancellationToken).ConfigureAwait(false);
        if (leases.Value.Names.Count >= contest.Permits)
        {
            await (await Task.WhenAny(leases.WaitAsync(cancellationToken), ownChanged).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}
