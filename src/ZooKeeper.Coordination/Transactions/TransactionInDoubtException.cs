namespace ZooKeeper.Coordination;

/// <summary>
/// Indicates that a transaction is or will be committed or aborted, but this process does not know which. Recovery ends it. Do not run its work again before you know: call
/// <see cref="ZooKeeperTransactions.FindAsync"/>, or look for its effects.
/// </summary>
public sealed class TransactionInDoubtException : Exception
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="message">What is unknown, why, and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public TransactionInDoubtException(TransactionId id, string message, Exception? innerException = null)
        : base(message, innerException) => Id = id;

    /// <summary>Gets the transaction.</summary>
    public TransactionId Id { get; }
}
