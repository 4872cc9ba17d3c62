using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Queues;

/// <summary>
/// An attempt to take an item, in one session. A consumer that finds none joins a line. Only the first in the line watches the items, so a new item wakes one
/// consumer. That consumer takes the item and leaves the line in one transaction, which wakes the next one.
/// </summary>
internal sealed class TakeAttempt(ZooKeeperSession session, Taking taking) : IAttempt
{
    private readonly Attempt _line = new(session, taking.Line);
    private bool _isInLine;
    private ItemClaim? _claim;

    public bool HasEntered => _line.HasEntered;

    public bool IsBlocked { get; private set; }

    public async Task<Tenure?> RunAsync(bool waits, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Ended);
        string? waiting = null;
        var hasWaited = false;
        while (true)
        {
            if (await TryClaimAsync(waiting, end.Token).ConfigureAwait(false) is { } item)
            {
                taking.Taken = item;
                return new Tenure(
                    session, new CreatedZnode(item.Claim, default(Stat) with { Czxid = item.Zxid, EphemeralOwner = session.Id }), taking.Options, taking.Line.Logger,
                    sharesName: true);
            }

            if (!waits)
            {
                IsBlocked = true;
                return null;
            }

            if (waiting is null)
            {
                _isInLine = true;
                if (await _line.PassAsync(waits: true, admitsAsync: null, end.Token).ConfigureAwait(false) is not { } first)
                {
                    return null;
                }

                first.Watch?.Dispose();
                waiting = first.Own.Path;
            }

            // The first wait can end for an item that another consumer takes first, or that no consumer can take.
            using var watch = new FreeItemWatch(session, taking, hasWaited);
            await watch.WaitAsync(end.Token).ConfigureAwait(false);
            hasWaited = true;
        }
    }

    public async Task WithdrawAsync()
    {
        if (_claim is { } claim)
        {
            await claim.WithdrawAsync().ConfigureAwait(false);
        }

        if (_isInLine)
        {
            await _line.WithdrawAsync().ConfigureAwait(false);
        }
    }

    private async Task<ClaimedItem?> TryClaimAsync(string? waiting, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (taking.Head.Next() is not { } name)
            {
                if (await taking.Head.ListAsync(session, cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                return null;
            }

            _claim = new ItemClaim(session, taking, name);
            if (await _claim.TryAsync(waiting, cancellationToken).ConfigureAwait(false) is { } item)
            {
                taking.Head.OnTaken();
                return item;
            }

            taking.Head.OnTooLate();
        }
    }
}
