using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Semaphores;

/// <summary>An attempt in the layout of Apache Curator: creates a lease while it holds the lock, and waits until the leases do not exceed the limit.</summary>
internal sealed class LockedAttempt(ZooKeeperSession session, SemaphoreContest contest) : IAttempt
{
    private readonly Attempt _locking = new(session, contest.Queue);
    private readonly Guid _id = Guid.NewGuid();

    private CreatedZnode? _lease;
    private bool _hasSentLease;

    public bool HasEntered => _locking.HasEntered;

    public bool IsBlocked { get; private set; }

    public async Task<Tenure?> RunAsync(bool waits, CancellationToken cancellationToken)
    {
        var holding = await _locking.RunAsync(waits, cancellationToken).ConfigureAwait(false);
        if (holding is null)
        {
            IsBlocked = _locking.IsBlocked;
            return null;
        }

        await using (holding.ConfigureAwait(false))
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Ended);
            await contest.AnsweredAsync(() => contest.ReadAsync(session, end.Token), end.Token).ConfigureAwait(false);
            await CreateLeaseAsync(end.Token).ConfigureAwait(false);
            if (await IsGrantedAsync(waits, holding, cancellationToken, end.Token).ConfigureAwait(false))
            {
                return contest.Grant(session, _lease!.Value.Path, _lease.Value.Stat.Czxid);
            }
        }

        // The lock or the lease is lost, or the attempt is blocked. The lease must no longer count.
        await WithdrawAsync().ConfigureAwait(false);
        return null;
    }

    public async Task WithdrawAsync()
    {
        if (_lease is { } lease)
        {
            await contest.Withdraw(session).RunAsync(lease.Path).ConfigureAwait(false);
        }
        else if (_hasSentLease)
        {
            await contest.Withdraw(session).RunAsync(contest.Folders.Leases, _id).ConfigureAwait(false);
        }

        await _locking.WithdrawAsync().ConfigureAwait(false);
    }

    private async Task CreateLeaseAsync(CancellationToken cancellationToken)
    {
        while (_lease is null)
        {
            _hasSentLease = true;
            try
            {
                _lease = await contest.AnsweredAsync(
                    () => session.CreateProtectedAsync(
                        ZnodePath.Combine(contest.Folders.Leases, SemaphoreFolders.LeaseSuffix), contest.Queue.Data, CreateMode.EphemeralSequential, contest.Options.Acl,
                        _id, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (NoNodeException)
            {
                await contest.EnsureLeasesAsync(session, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> IsGrantedAsync(bool waits, Tenure holding, CancellationToken cancellationToken, CancellationToken end)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(end, holding.Lost);
        while (true)
        {
            using var leases = await contest.WatchLeasesAsync(session, end).ConfigureAwait(false);
            if (!leases.Value.Names.Contains(ZnodePath.NameOf(_lease!.Value.Path)))
            {
                return false;
            }

            if (leases.Value.Names.Count <= contest.Permits)
            {
                return true;
            }

            if (!waits)
            {
                IsBlocked = true;
                return false;
            }

            try
            {
                await leases.WaitAsync(lost.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (holding.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
    }
}
