namespace ZooKeeper.Coordination;

/// <summary>Takes part in transactions of <see cref="ZooKeeperTransactions"/>, for example a database. Recovery can call it from several processes at once.</summary>
/// <remarks>
/// A participant knows each transaction in one of two states: prepared, or not. It must keep what it has prepared when its process and its computer restart, until it is told
/// the outcome. Its methods are called on pool threads, with the execution context of the caller, and may block. If one never returns, the time limit ends the transaction,
/// but the call keeps its thread.
/// </remarks>
public interface ITransactionParticipant
{
    /// <summary>Gets the name: 1 to 100 ASCII letters, digits, dots, hyphens and underscores. No other participant of the same path may have it.</summary>
    string Name { get; }

    /// <summary>Does the work of the transaction, and prepares it: after the call, the work can be committed or rolled back, whatever happens.</summary>
    /// <param name="id">The transaction. Store it with what is prepared, for <see cref="ListPreparedAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the work. If it is prepared nevertheless, it is rolled back.</param>
    /// <exception cref="Exception">Any exception aborts the transaction.</exception>
    Task PrepareAsync(TransactionId id, CancellationToken cancellationToken);

    /// <summary>Commits what is prepared. Does nothing if the transaction is not prepared: another call has ended it.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="Exception">After any exception, the call is repeated later.</exception>
    Task CommitPreparedAsync(TransactionId id, CancellationToken cancellationToken);

    /// <summary>Rolls back what is prepared. Does nothing if the transaction is not prepared: another call has ended it, or it never was. Never undoes a commit.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="Exception">After any exception, the call is repeated later.</exception>
    Task RollbackPreparedAsync(TransactionId id, CancellationToken cancellationToken);

    /// <summary>Lists all that is prepared under this name, by any process.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<TransactionId>> ListPreparedAsync(CancellationToken cancellationToken);
}
