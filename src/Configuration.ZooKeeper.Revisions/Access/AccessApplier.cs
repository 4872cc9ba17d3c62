using System.Runtime.ExceptionServices;
using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Access;

/// <summary>Writes access control lists, one by one, and records those that are written as a revision.</summary>
internal sealed class AccessApplier(ZooKeeperClient client, HistoryPaths paths, RootAccess access, ManagedRootOptions options)
{
    public async Task<AppliedRevision> ApplyAsync(AccessPlan plan, string message, Author author, CancellationToken cancellationToken)
    {
        var acl = await access.ForHistoryAsync(cancellationToken).ConfigureAwait(false);
        var recorder = new AccessRecorder(client, paths, options, acl, await access.IdentitiesAsync(cancellationToken).ConfigureAwait(false));
        var (written, cause) = await WriteAsync(plan, cancellationToken).ConfigureAwait(false);
        if (cause is not null && written.Count == 0)
        {
            ExceptionDispatchInfo.Throw(cause);
        }

        var lists = $"{written.Count} of {plan.Changes.Count} access control lists of '{plan.Root}' {(written.Count == 1 ? "is" : "are")} changed";
        var revision = await RecordAsync(recorder, plan.Root, written, lists, message, author).ConfigureAwait(false);
        return cause switch
        {
            null => revision,
            OperationCanceledException => throw new OperationCanceledException($"The change was cancelled. {lists}, and recorded as revision {revision.Number}.", cause, cancellationToken),
            _ => throw new AccessChangeException(written.Count, revision.Number, $"{lists}, and recorded as revision {revision.Number}. {cause.Message}", cause),
        };
    }

    private async Task<(IReadOnlyList<AccessChange> Written, Exception? Cause)> WriteAsync(AccessPlan plan, CancellationToken cancellationToken)
    {
        var writer = new AccessWriter(client, plan.Root, options);
        var written = new List<AccessChange>();
        foreach (var change in plan.Changes)
        {
            try
            {
                await writer.WriteAsync(change, cancellationToken).ConfigureAwait(false);
                written.Add(change);
            }
            catch (Exception e) when (e is RevisionException or ZooKeeperException or OperationCanceledException)
            {
                if (e is OperationCanceledException or ZooKeeperException { IsOutcomeUnknown: true } && await IsWrittenAsync(writer, change).ConfigureAwait(false))
                {
                    written.Add(change);
                }

                return (written, e);
            }
        }

        return (written, null);
    }

    private async Task<bool> IsWrittenAsync(AccessWriter writer, AccessChange change)
    {
        using var timeout = new CancellationTokenSource(options.OutcomeTimeout, options.TimeProvider);
        try
        {
            return await writer.IsWrittenAsync(change, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZooKeeperException or OperationCanceledException)
        {
            return false; // no server answers, so nothing can be recorded either
        }
    }

    // The caller cannot cancel it: the lists are in effect, so the history must say so.
    private async Task<AppliedRevision> RecordAsync(
        AccessRecorder recorder, string root, IReadOnlyList<AccessChange> written, string lists, string message, Author author)
    {
        using var timeout = new CancellationTokenSource(options.OutcomeTimeout, options.TimeProvider);
        try
        {
            return await recorder.RecordAsync(root, written, message, author, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RevisionException or ZooKeeperException or OperationCanceledException)
        {
            var reason = e is OperationCanceledException or OutcomeUnknownException ? $"No server answered within {options.OutcomeTimeout.TotalSeconds:0.###} s." : e.Message;
            throw new AccessChangeException(
                written.Count,
                revision: null,
                $"{lists}, but the history {(e is OutcomeUnknownException ? "may not" : "does not")} show it. {reason} Mention the change in the message of the next revision.",
                e);
        }
    }
}
