using Microsoft.Extensions.Logging;

namespace ZooKeeper.Coordination.Transactions;

/// <summary>The part of one participant in one transaction. Its failures are results, because it can outlive the wait for it.</summary>
internal sealed partial class Part(TransactionRecord begun, ITransactionParticipant participant, Decision decision, TransactionOptions options, ILogger logger)
{
    private readonly TransactionId _id = begun.Id;
    private Task _preparing = Task.CompletedTask;

    public string Name => participant.Name;

    /// <summary>Gets whether the vote may have been written. Without it, the transaction cannot be committed.</summary>
    public bool MayHaveVoted { get; private set; } = begun.Voted.Contains(participant.Name);

    /// <summary>Prepares, and votes. Does nothing if the participant had already voted: the work must not be done twice.</summary>
    /// <returns>The reason why it did not vote, or null.</returns>
    public Task<Exception?> PrepareAsync(CancellationToken cancellationToken)
    {
        var preparing = MayHaveVoted ? Task.FromResult<Exception?>(null) : PrepareAndVoteAsync(cancellationToken);
        _preparing = preparing;
        return preparing;
    }

    /// <summary>Carries out the decision after the preparation has ended. Otherwise, the participant could prepare after it was rolled back.</summary>
    /// <returns>Whether it is done.</returns>
    public async Task<bool> EndAsync(bool isCommitted, CancellationToken cancellationToken)
    {
        try
        {
            await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
            await (isCommitted ? participant.CommitPreparedAsync(_id, cancellationToken) : participant.RollbackPreparedAsync(_id, cancellationToken)).ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            // Its message can contain values of the application.
            LogNotEnded(logger, _id, Name, isCommitted ? "committed" : "rolled back", e.GetType().Name);
            return false;
        }
    }

    /// <summary>Does the same, and acknowledges a commit.</summary>
    public async Task<bool> EndAndAcknowledgeAsync(bool isCommitted, CancellationToken cancellationToken)
    {
        var isDone = await EndAsync(isCommitted, cancellationToken).ConfigureAwait(false);
        await (isDone && isCommitted ? AcknowledgeAsync(cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        return isDone;
    }

    public async Task AcknowledgeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await decision.AcknowledgeAsync(_id, Name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogNotAcknowledged(logger, _id, Name, e.GetType().Name);
        }
    }

    private async Task<Exception?> PrepareAndVoteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await participant.PrepareAsync(_id, cancellationToken).ConfigureAwait(false);

            // Not the caller's token: what is prepared must be ended, even if it is late and the caller no longer waits.
            using var limit = new CancellationTokenSource(options.Timeout, options.TimeProvider);
            MayHaveVoted = true;
            if (await decision.VoteAsync(_id, Name, limit.Token).ConfigureAwait(false))
            {
                return null;
            }

            MayHaveVoted = false;
            await participant.RollbackPreparedAsync(_id, limit.Token).ConfigureAwait(false);
            return new TimeoutException($"The transaction {_id} was aborted before the participant '{Name}' voted: it took too long, or another participant or an operator aborted it.");
        }
        catch (Exception e)
        {
            return e;
        }
    }

    [LoggerMessage(4013, LogLevel.Warning, "Transaction {Id} is decided, but {Participant} could not be {Ended}: {Error}. The recovery tries it again")]
    private static partial void LogNotEnded(ILogger logger, TransactionId id, string participant, string ended, string error);

    [LoggerMessage(4014, LogLevel.Warning, "Transaction {Id} is committed in {Participant}, but could not be acknowledged: {Error}. The recovery tries it again")]
    private static partial void LogNotAcknowledged(ILogger logger, TransactionId id, string participant, string error);
}
