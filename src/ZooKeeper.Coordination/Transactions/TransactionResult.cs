namespace ZooKeeper.Coordination;

/// <summary>Contains the outcome of a transaction.</summary>
/// <param name="Id">The id.</param>
/// <param name="IsCommitted">Whether it is committed. Otherwise, it is aborted. Either is final.</param>
/// <param name="Unfinished">
/// The names of participants that have not carried out the decision yet. <see cref="ZooKeeperTransactions.RecoverAsync"/> ends them. Usually empty.
/// </param>
/// <param name="Failure">Why the transaction is aborted, if this process knows it: the exception of a participant, or a <see cref="TimeoutException"/>. Otherwise null.</param>
public sealed record TransactionResult(TransactionId Id, bool IsCommitted, IReadOnlyList<string> Unfinished, Exception? Failure)
{
    /// <summary>Returns the id and the outcome, without the failure, whose message can contain values of the application.</summary>
    public override string ToString() => $"{Id} is {(IsCommitted ? "committed" : "aborted")}";
}
