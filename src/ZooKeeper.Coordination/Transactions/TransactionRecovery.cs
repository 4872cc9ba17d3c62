namespace ZooKeeper.Coordination;

/// <summary>Contains what a recovery has done, and what remains.</summary>
/// <param name="Ended">How often a participant was told the outcome of a transaction.</param>
/// <param name="Remaining">The records that still exist: of transactions that run, that wait for a participant, or that ended recently.</param>
/// <param name="Failures">What could not be done. The next recovery tries it again.</param>
public sealed record TransactionRecovery(int Ended, IReadOnlyList<TransactionRecord> Remaining, IReadOnlyList<TransactionFailure> Failures)
{
    /// <summary>Gets whether no transaction is left.</summary>
    public bool IsComplete => Remaining.Count == 0 && Failures.Count == 0;
}
