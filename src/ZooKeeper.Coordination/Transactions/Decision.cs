using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Transactions;

/// <summary>Writes votes, the decision and acknowledgements. If the outcome of a write is unknown, it reads, and never repeats the write blindly.</summary>
internal sealed class Decision(ZooKeeperClient client, TransactionRoot root, TransactionRecords records, TransactionOptions options)
{
    /// <summary>Votes to commit. The vote is immutable, and stays if the voter dies.</summary>
    /// <returns>False if the transaction is aborted.</returns>
    /// <exception cref="TransactionInDoubtException">The vote may be written, and the record is gone.</exception>
    public Task<bool> VoteAsync(TransactionId id, string participant, CancellationToken cancellationToken)
    {
        var path = root.PathOf(id);
        var vote = new Multi().Check(path, RecordFormat.Undecided).Create(RecordFormat.VoteOf(path, participant), null, acl: options.Acl);
        return IsWrittenAsync(id, vote, TransactionState.Open, record => record.Voted.Contains(participant), cancellationToken);
    }

    /// <summary>Commits, unless it is aborted. Aborts if a vote is missing.</summary>
    /// <returns>Whether it is committed. Otherwise, it is aborted.</returns>
    /// <exception cref="TransactionInDoubtException">The decision may be written, and the record is gone.</exception>
    public async Task<bool> CommitAsync(TransactionRecord begun, CancellationToken cancellationToken)
    {
        var path = root.PathOf(begun.Id);
        var commit = begun.Participants.Aggregate(new Multi(), (multi, name) => multi.Check(RecordFormat.VoteOf(path, name)))
            .SetData(path, RecordFormat.Encode(TransactionState.Committed, begun.Participants), RecordFormat.Undecided);
        return await IsWrittenAsync(begun.Id, commit, TransactionState.Committed, _ => false, cancellationToken).ConfigureAwait(false)
            || await AbortAsync(begun, cancellationToken).ConfigureAwait(false) == TransactionState.Committed;
    }

    /// <summary>Aborts, unless it is committed.</summary>
    /// <returns>What is decided. Null if there is no record.</returns>
    public async Task<TransactionState?> AbortAsync(TransactionRecord begun, CancellationToken cancellationToken)
    {
        var abort = new Multi().SetData(root.PathOf(begun.Id), RecordFormat.Encode(TransactionState.Aborted, begun.Participants), RecordFormat.Undecided);
        while (true)
        {
            if (await TryWriteAsync(abort, cancellationToken).ConfigureAwait(false) == true)
            {
                return TransactionState.Aborted;
            }

            if ((await records.FindAsync(begun.Id, cancellationToken).ConfigureAwait(false))?.State is not TransactionState.Open and var state)
            {
                return state;
            }
        }
    }

    /// <summary>Acknowledges that a participant has committed. It is safe to repeat, even after others have deleted the record.</summary>
    public Task AcknowledgeAsync(TransactionId id, string participant, CancellationToken cancellationToken) => Answers.GetAsync(
        async () =>
        {
            try
            {
                await client.CreateAsync(RecordFormat.AcknowledgementOf(root.PathOf(id), participant), acl: options.Acl, cancellationToken: cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (Exception e) when (e is NodeExistsException or NoNodeException)
            {
                return false;
            }
        },
        options.TimeProvider,
        cancellationToken);

    /// <returns>True if it is written, or no longer matters because all is committed. False if it can never be written.</returns>
    private async Task<bool> IsWrittenAsync(TransactionId id, Multi multi, TransactionState state, Predicate<TransactionRecord> isWritten, CancellationToken cancellationToken)
    {
        var isMaybeWritten = false;
        while (true)
        {
            var written = await TryWriteAsync(multi, cancellationToken).ConfigureAwait(false);
            if (written == true)
            {
                return true;
            }

            isMaybeWritten |= written is null;
            switch (await records.FindAsync(id, cancellationToken).ConfigureAwait(false))
            {
                case null when isMaybeWritten:
                    throw new TransactionInDoubtException(id, $"The connection was lost while the transaction {id} was about to become {state}, and its record is gone now: another process has "
                        + "ended it, and it was committed or aborted. Look for its effects before you run its work again.");
                case { State: TransactionState.Open } record when isWritten(record):
                case { State: TransactionState.Committed }:
                    return true;
                case { State: TransactionState.Open } when written is null:
                    continue; // it was not executed: what was read is newer
                default:
                    return false;
            }
        }
    }

    // Null if the outcome is unknown. False if a condition does not hold.
    private async Task<bool?> TryWriteAsync(Multi multi, CancellationToken cancellationToken)
    {
        try
        {
            return await Answers.WriteAsync(() => client.MultiAsync(multi, cancellationToken), options.TimeProvider, cancellationToken).ConfigureAwait(false) ? true : null;
        }
        catch (Exception e) when (e is NoNodeException or NodeExistsException or BadVersionException)
        {
            return false;
        }
    }
}
