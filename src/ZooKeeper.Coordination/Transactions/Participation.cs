using Microsoft.Extensions.Logging;

namespace ZooKeeper.Coordination.Transactions;

/// <summary>Takes part in a transaction that another process coordinates.</summary>
internal sealed class Participation(TransactionRecords records, Decision decision, TransactionOptions options, ILogger logger)
{
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(1);

    public async Task<TransactionResult> RunAsync(TransactionId id, ITransactionParticipant participant, CancellationToken cancellationToken)
    {
        var begun = await records.FindAsync(id, cancellationToken).ConfigureAwait(false)
            ?? new TransactionRecord(id, await StateWithoutRecordAsync(id, participant, mayHaveVoted: true, null, cancellationToken).ConfigureAwait(false), [participant.Name], [], [], default);
        if (!begun.Participants.Contains(participant.Name))
        {
            throw new ArgumentException($"'{participant.Name}' is not a participant of the transaction {id}. These are: {string.Join(", ", begun.Participants)}.", nameof(participant));
        }

        var part = new Part(begun, participant, decision, options, logger);
        var (failure, state) = begun.State == TransactionState.Open ? await VoteAsync(begun, part, cancellationToken).ConfigureAwait(false) : (null, begun.State);
        using var limit = Limit(cancellationToken.IsCancellationRequested ? ShortPatience : options.Timeout);
        state ??= await StateWithoutRecordAsync(id, participant, part.MayHaveVoted, failure, limit.Token).ConfigureAwait(false);
        var isCommitted = state == TransactionState.Committed;
        var isDone = await part.EndAndAcknowledgeAsync(isCommitted, limit.Token).ConfigureAwait(false);
        if (!isCommitted)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new TransactionResult(id, isCommitted, isDone ? [] : [participant.Name], isCommitted ? null : failure);
    }

    /// <returns>The failure, or null; and the decision, or null if the record no longer exists.</returns>
    private async Task<(Exception? Failure, TransactionState? State)> VoteAsync(TransactionRecord begun, Part part, CancellationToken cancellationToken)
    {
        using var limit = Limit(options.Timeout);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Exception? failure;
        try
        {
            failure = await part.PrepareAsync(end.Token).WaitAsync(end.Token).ConfigureAwait(false);
            if (failure is null)
            {
                return (null, (await records.WhenAsync(begun.Id, record => record.State != TransactionState.Open, end.Token).ConfigureAwait(false))?.State);
            }
        }
        catch (OperationCanceledException e)
        {
            failure = cancellationToken.IsCancellationRequested ? e : new TimeoutException($"The transaction {begun.Id} was not decided within {options.Timeout}.");
        }

        return (failure, await AbortAsync(begun, cancellationToken).ConfigureAwait(false));
    }

    private async Task<TransactionState?> AbortAsync(TransactionRecord begun, CancellationToken cancellationToken)
    {
        using var limit = Limit(cancellationToken.IsCancellationRequested ? ShortPatience : options.Timeout);
        try
        {
            return await decision.AbortAsync(begun, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw InDoubt(begun.Id, "no server has answered", e);
        }
    }

    // A committed record is kept until all participants have acknowledged. So work that is still prepared without a record is aborted. Work that is no longer
    // prepared was ended by a recovery, and the outcome is unknown.
    private static async Task<TransactionState> StateWithoutRecordAsync(
        TransactionId id, ITransactionParticipant participant, bool mayHaveVoted, Exception? failure, CancellationToken cancellationToken) =>
        !mayHaveVoted || (await participant.ListPreparedAsync(cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false)).Contains(id)
            ? TransactionState.Aborted
            : throw InDoubt(id, "it has no record any more, because it was aborted, or all participants have ended it", failure);

    private static TransactionInDoubtException InDoubt(TransactionId id, string why, Exception? cause) => new(
        id, $"This process does not know whether the transaction {id} was committed or aborted: {why}. The recovery ends what is left of it. Look for its effects before you run its work again.", cause);

    private CancellationTokenSource Limit(TimeSpan time) => new(time, options.TimeProvider);
}
