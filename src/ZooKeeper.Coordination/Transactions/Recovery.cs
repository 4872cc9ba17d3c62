using Microsoft.Extensions.Logging;

namespace ZooKeeper.Coordination.Transactions;

/// <summary>Ends what coordinators and participants have left unfinished. Several recoveries can run at once, alongside running transactions.</summary>
internal sealed partial class Recovery(TransactionRoot root, TransactionRecords records, Decision decision, TransactionOptions options, ILogger logger)
{
    private readonly Sightings _sightings = new(options);

    public async Task<TransactionRecovery> RunAsync(IReadOnlyList<ITransactionParticipant> participants, CancellationToken cancellationToken)
    {
        var pass = new Pass();
        var found = await records.ListAsync(cancellationToken).ConfigureAwait(false);
        _sightings.Begin(found);
        foreach (var record in found.Where(record => record.State == TransactionState.Open && _sightings.IsOverdue(record)))
        {
            await AbortAsync(record, cancellationToken).ConfigureAwait(false);
        }

        await CommitAsync(await records.ListAsync(cancellationToken).ConfigureAwait(false), participants, pass, cancellationToken).ConfigureAwait(false);
        foreach (var participant in participants)
        {
            await EndPreparedAsync(participant, pass, cancellationToken).ConfigureAwait(false);
        }

        foreach (var record in (await records.ListAsync(cancellationToken).ConfigureAwait(false)).Where(record => record.IsOver && _sightings.IsOverdue(record)))
        {
            await records.ForgetAsync(record, cancellationToken).ConfigureAwait(false);
        }

        return new TransactionRecovery(pass.Ended, await records.ListAsync(cancellationToken).ConfigureAwait(false), pass.Failures);
    }

    private async Task AbortAsync(TransactionRecord record, CancellationToken cancellationToken)
    {
        if (await decision.AbortAsync(record, cancellationToken).ConfigureAwait(false) == TransactionState.Aborted)
        {
            LogAborted(logger, record.Id);
        }
    }

    // Calls participants even if they have nothing prepared: one can have committed and died before its acknowledgement. Waits for the delay: otherwise, a
    // participant that still runs could find neither the record nor what it has prepared, and could not know the outcome.
    private async Task CommitAsync(IEnumerable<TransactionRecord> found, IReadOnlyList<ITransactionParticipant> participants, Pass pass, CancellationToken cancellationToken)
    {
        foreach (var record in found.Where(record => record.State == TransactionState.Committed && _sightings.IsOverdue(record)))
        {
            foreach (var participant in participants.Where(participant => record.Participants.Except(record.Acknowledged).Contains(participant.Name)))
            {
                await EndAsync(record.Id, isCommitted: true, participant, pass, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Reads each record after the participant has listed what is prepared. An earlier list of records would lack a transaction that began later, which would
    // then count as aborted.
    private async Task EndPreparedAsync(ITransactionParticipant participant, Pass pass, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, options.TimeProvider);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            foreach (var id in await participant.ListPreparedAsync(end.Token).WaitAsync(end.Token).ConfigureAwait(false))
            {
                await EndPreparedAsync(id, participant, pass, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(participant, null, e, pass);
        }
    }

    private async Task EndPreparedAsync(TransactionId id, ITransactionParticipant participant, Pass pass, CancellationToken cancellationToken)
    {
        TransactionRecord? record;
        try
        {
            record = await records.FindAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            Fail(participant, id, e, pass);
            return;
        }

        if (record is null or { State: TransactionState.Aborted } || (record.State == TransactionState.Committed && _sightings.IsOverdue(record)))
        {
            await EndAsync(id, record is { State: TransactionState.Committed }, participant, pass, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(TransactionId id, bool isCommitted, ITransactionParticipant participant, Pass pass, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, options.TimeProvider);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await (isCommitted ? participant.CommitPreparedAsync(id, end.Token) : participant.RollbackPreparedAsync(id, end.Token)).WaitAsync(end.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(participant, id, e, pass);
            return;
        }

        pass.Ended++;
        if (isCommitted)
        {
            await decision.AcknowledgeAsync(id, participant.Name, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Fail(ITransactionParticipant participant, TransactionId? id, Exception exception, Pass pass)
    {
        pass.Failures.Add(new TransactionFailure(participant.Name, id, exception));
        LogFailed(logger, participant.Name, id, root.Path, exception.GetType().Name);
    }

    [LoggerMessage(4016, LogLevel.Information, "Aborted transaction {Id}, which its coordinator has left open")]
    private static partial void LogAborted(ILogger logger, TransactionId id);

    [LoggerMessage(4017, LogLevel.Warning, "Participant {Participant} could not end transaction {Id} of {Path}: {Error}. The next recovery tries it again")]
    private static partial void LogFailed(ILogger logger, string participant, TransactionId? id, string path, string error);

    private sealed class Pass
    {
        public int Ended { get; set; }

        public List<TransactionFailure> Failures { get; } = [];
    }
}
