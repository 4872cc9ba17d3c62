namespace ZooKeeper.Coordination;

/// <summary>Contains what ZooKeeper stores about one transaction.</summary>
/// <param name="Id">The id.</param>
/// <param name="State">What is decided.</param>
/// <param name="Participants">The names of the participants.</param>
/// <param name="Voted">The names of those that have voted to commit.</param>
/// <param name="Acknowledged">The names of those that have acknowledged that they have committed.</param>
/// <param name="Begun">When the transaction began, by the clock of the server. For people: nothing depends on it.</param>
public sealed record TransactionRecord(
    TransactionId Id,
    TransactionState State,
    IReadOnlyList<string> Participants,
    IReadOnlyList<string> Voted,
    IReadOnlyList<string> Acknowledged,
    DateTimeOffset Begun)
{
    internal bool IsVoted => !Participants.Except(Voted).Any();

    /// <summary>Gets whether no participant needs the record any more.</summary>
    internal bool IsOver => State == TransactionState.Aborted || (State == TransactionState.Committed && !Participants.Except(Acknowledged).Any());
}
