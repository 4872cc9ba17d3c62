using Microsoft.Extensions.Logging;

namespace ZooKeeper.Coordination.Transactions;

/// <summary>Runs one transaction. Each phase has a time limit, so nothing waits forever.</summary>
internal sealed partial class Coordinator(TransactionRecords records, Decision decision, TransactionOptions options, ILogger logger)
{
    // After a cancellation or a timeout, the caller does not wait for a server that does not answer.
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(1);

    /// <summary>Prepares participants, decides, and carries out the decision. Other participants take part in other processes.</summary>
    public async Task<TransactionResult> RunAsync(TransactionRecord begun, IEnumerable<ITransactionParticipant> participants, CancellationToken cancellationToken)
    {
        Part[] parts = [.. participants.Select(participant => new Part(begun, participant, decision, options, logger))];
        var hasOthers = parts.Length < begun.Participants.Count;
        var failure = await PrepareAsync(begun, parts, hasOthers, cancellationToken).ConfigureAwait(false);
        using var deciding = Limit(cancellationToken.IsCancellationRequested ? ShortPatience : options.Timeout);
        var isCommitted = await DecideAsync(begun, failure is null, deciding.Token, cancellationToken).ConfigureAwait(false);
        using var ending = Limit(cancellationToken.IsCancellationRequested ? ShortPatience : options.Timeout);
        var unfinished = hasOthers
            ? await EndWithOthersAsync(begun, parts, isCommitted, ending.Token).ConfigureAwait(false)
            : await EndAsync(begun, parts, isCommitted, ending.Token).ConfigureAwait(false);
        if (!isCommitted)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new TransactionResult(begun.Id, isCommitted, unfinished, isCommitted ? null : failure);
    }

    /// <returns>Why not all have voted, or null.</returns>
    private async Task<Exception?> PrepareAsync(TransactionRecord begun, Part[] parts, bool hasOthers, CancellationToken cancellationToken)
    {
        using var limit = Limit(options.Timeout);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await foreach (var preparing in Task.WhenEach(parts.Select(part => part.PrepareAsync(end.Token))).WithCancellation(end.Token).ConfigureAwait(false))
            {
                if (await preparing.ConfigureAwait(false) is { } failure)
                {
                    await end.CancelAsync().ConfigureAwait(false);
                    return limit.IsCancellationRequested ? TooLate() : failure;
                }
            }

            if (hasOthers)
            {
                await records.WhenAsync(begun.Id, record => record.State != TransactionState.Open || record.IsVoted, end.Token).ConfigureAwait(false);
            }

            return null;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return TooLate();
        }
        catch (Exception e)
        {
            return e;
        }

        TimeoutException TooLate() => new($"Not all participants of the transaction {begun.Id} voted within {options.Timeout}. Raise {nameof(TransactionOptions)}."
            + $"{nameof(TransactionOptions.Timeout)}, or find out which participant is slow: {string.Join(", ", begun.Participants)}.");
    }

    private async Task<bool> DecideAsync(TransactionRecord begun, bool isPrepared, CancellationToken limit, CancellationToken cancellationToken)
    {
        var isCommitting = isPrepared && !cancellationToken.IsCancellationRequested;
        try
        {
            return isCommitting
                ? await decision.CommitAsync(begun, limit).ConfigureAwait(false)
                : await decision.AbortAsync(begun, limit).ConfigureAwait(false) == TransactionState.Committed;
        }
        catch (OperationCanceledException) when (!isCommitting && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken); // nothing commits it: the recovery aborts it
        }
        catch (Exception e) when (e is not TransactionInDoubtException)
        {
            throw new TransactionInDoubtException(begun.Id, $"The decision about the transaction {begun.Id} could not be written or read within {options.Timeout}. The recovery ends it in all "
                + $"participants. To know the outcome, call {nameof(ZooKeeperTransactions.FindAsync)}, or look for the effects.", e);
        }
    }

    // All participants are here, so no acknowledgement needs to be written unless one of them fails.
    private async Task<IReadOnlyList<string>> EndAsync(TransactionRecord begun, Part[] parts, bool isCommitted, CancellationToken limit)
    {
        var done = await Task.WhenAll(parts.Select(part => WithinAsync(part.EndAsync(isCommitted, limit), limit))).ConfigureAwait(false);
        string[] unfinished = [.. parts.Where((_, i) => !done[i]).Select(part => part.Name)];
        using var recording = Limit(limit.IsCancellationRequested ? ShortPatience : options.Timeout);
        if (unfinished.Length == 0 || !isCommitted)
        {
            // What was not rolled back then has no record, and counts as aborted.
            await ForgetAsync(begun with { Voted = isCommitted ? begun.Participants : [] }, recording.Token).ConfigureAwait(false);
        }
        else
        {
            await Task.WhenAll(parts.Where((_, i) => done[i]).Select(part => part.AcknowledgeAsync(recording.Token))).ConfigureAwait(false);
        }

        return unfinished;
    }

    private async Task<IReadOnlyList<string>> EndWithOthersAsync(TransactionRecord begun, Part[] parts, bool isCommitted, CancellationToken limit)
    {
        var done = await Task.WhenAll(parts.Select(part => WithinAsync(part.EndAndAcknowledgeAsync(isCommitted, limit), limit))).ConfigureAwait(false);
        if (!isCommitted)
        {
            // The others read the record, so the recovery deletes it later.
            return [.. parts.Where((_, i) => !done[i]).Select(part => part.Name)];
        }

        var last = begun;
        try
        {
            last = await records.WhenAsync(begun.Id, Look, limit).ConfigureAwait(false);
            await (last is null ? Task.CompletedTask : ForgetAsync(last, limit)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The recovery ends it.
        }
        catch (Exception e)
        {
            LogNotForgotten(logger, begun.Id, e.GetType().Name);
        }

        return last is null ? [] : [.. last.Participants.Except(last.Acknowledged)];

        bool Look(TransactionRecord record)
        {
            last = record;
            return record.IsOver;
        }
    }

    private async Task ForgetAsync(TransactionRecord record, CancellationToken limit)
    {
        try
        {
            await records.ForgetAsync(record, limit).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogNotForgotten(logger, record.Id, e.GetType().Name);
        }
    }

    private static async Task<bool> WithinAsync(Task<bool> ending, CancellationToken limit)
    {
        try
        {
            return await ending.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false; // it goes on by itself
        }
    }

    private CancellationTokenSource Limit(TimeSpan time) => new(time, options.TimeProvider);

    [LoggerMessage(4015, LogLevel.Warning, "The record of transaction {Id}, which has ended, could not be deleted: {Error}. The recovery tries it again")]
    private static partial void LogNotForgotten(ILogger logger, TransactionId id, string error);
}
