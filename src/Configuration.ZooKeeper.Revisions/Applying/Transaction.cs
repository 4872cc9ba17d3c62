using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Applying;

/// <summary>Sends the transaction of a revision, and always reports its outcome.</summary>
internal sealed class Transaction(ZooKeeperClient client, HistoryPaths paths, ManagedRootOptions options)
{
    public async Task<AppliedRevision> SendAsync(Plan plan, Multi multi, CancellationToken cancellationToken)
    {
        try
        {
            var results = await client.MultiAsync(multi, cancellationToken).ConfigureAwait(false);
            return new AppliedRevision(plan.Revision + 1, results.Zxid, plan.Uid);
        }
        catch (ZooKeeperException e) when (e.Path is not null && e is BadVersionException or NoNodeException or NodeExistsException or NotEmptyException)
        {
            throw Conflict(plan, e);
        }
        catch (Exception e) when (e is OperationCanceledException or ZooKeeperException { IsOutcomeUnknown: true })
        {
            return await OutcomeAsync(plan, multi, e).ConfigureAwait(false);
        }
    }

    private RevisionConflictException Conflict(Plan plan, ZooKeeperException e) => e.Path == paths.Head || e.Path == paths.Record(plan.Revision + 1)
        ? new(ConflictReason.StalePlan, $"Cannot apply the plan: another revision of '{plan.Root}' was applied at the same time. Plan again.", [], e)
        : new(ConflictReason.ZnodesMoved, $"Cannot apply the plan: '{e.Path}' changed at the same time. Plan again.", [e.Path!], e);

    // A cancelled request may still be executed. This query has its own timeout.
    private async Task<AppliedRevision> OutcomeAsync(Plan plan, Multi multi, Exception cause)
    {
        using var timeout = new CancellationTokenSource(options.OutcomeTimeout, options.TimeProvider);
        try
        {
            if (await new OutcomeResolver(client, paths, options.TimeProvider).ResolveAsync(plan.Uid, plan.Revision, timeout.Token).ConfigureAwait(false) is { } applied)
            {
                return applied;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ZooKeeperException)
        {
            throw new OutcomeUnknownException(
                plan.Uid,
                $"The connection was lost while revision {plan.Revision + 1} of '{plan.Root}' was applied, and no server could say within "
                + $"{options.OutcomeTimeout.TotalSeconds:0.###} s whether it was executed. Ask again with the same plan.",
                cause);
        }

        throw cause is OperationCanceledException
            ? new OperationCanceledException("The apply was cancelled before it had any effect.", cause)
            : NotApplied(plan, cause, await IsTooLongAsync(multi, timeout.Token).ConfigureAwait(false));
    }

    private async Task<bool> IsTooLongAsync(Multi multi, CancellationToken cancellationToken)
    {
        try
        {
            return await new LengthProbe(client, options.TimeProvider).IsRejectedAsync(multi, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ZooKeeperException)
        {
            return false; // not known, so the plan can be applied again
        }
    }

    private static NotAppliedException NotApplied(Plan plan, Exception cause, bool isTooLong)
    {
        var advice = isTooLong
            ? "The servers most likely reject the length of the transaction. Apply a smaller part, or raise jute.maxbuffer of the servers."
            : "Apply the plan again.";
        return new NotAppliedException(
            $"The connection was lost while revision {plan.Revision + 1} of '{plan.Root}' was applied. It had no effect, and cannot have one any more. {advice}", cause)
        {
            IsTransient = !isTooLong,
        };
    }
}
