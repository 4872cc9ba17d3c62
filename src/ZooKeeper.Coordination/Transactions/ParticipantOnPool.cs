namespace ZooKeeper.Coordination.Transactions;

/// <summary>
/// Calls a participant on pool threads, because many database drivers block in their asynchronous methods. Called directly, such a participant would delay the others, and
/// no time limit would apply to it.
/// </summary>
internal sealed class ParticipantOnPool(ITransactionParticipant participant) : ITransactionParticipant
{
    public string Name => participant.Name;

    public Task PrepareAsync(TransactionId id, CancellationToken cancellationToken) => Observed(Task.Run(() => participant.PrepareAsync(id, cancellationToken), CancellationToken.None));

    public Task CommitPreparedAsync(TransactionId id, CancellationToken cancellationToken) =>
        Observed(Task.Run(() => participant.CommitPreparedAsync(id, cancellationToken), CancellationToken.None));

    public Task RollbackPreparedAsync(TransactionId id, CancellationToken cancellationToken) =>
        Observed(Task.Run(() => participant.RollbackPreparedAsync(id, cancellationToken), CancellationToken.None));

    public Task<IReadOnlyList<TransactionId>> ListPreparedAsync(CancellationToken cancellationToken) =>
        Observed(Task.Run(() => participant.ListPreparedAsync(cancellationToken), CancellationToken.None));

    // After a time limit, nothing awaits the call any more.
    private static T Observed<T>(T call)
        where T : Task
    {
        _ = call.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return call;
    }
}
