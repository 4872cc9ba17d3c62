namespace ZooKeeper.Coordination;

/// <summary>Describes what a recovery could not do.</summary>
/// <param name="Participant">The name of the participant.</param>
/// <param name="Id">The transaction, or null if the participant could not list what is prepared.</param>
/// <param name="Exception">The cause.</param>
public sealed record TransactionFailure(string Participant, TransactionId? Id, Exception Exception)
{
    /// <summary>Returns the participant, the transaction and the type of the exception, whose message can contain values of the application.</summary>
    public override string ToString() => $"{Participant}, {Id}: {Exception.GetType().Name}";
}
