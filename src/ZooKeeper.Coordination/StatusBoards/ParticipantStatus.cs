namespace ZooKeeper.Coordination;

/// <summary>Describes the state that a participant has posted on a <see cref="ZooKeeperStatusBoard"/>.</summary>
/// <param name="Id">The id of the participant.</param>
/// <param name="State">The state.</param>
/// <param name="Zxid">The zxid of the transaction that posted it. Of two participants, the one with the lower zxid was first.</param>
public sealed record ParticipantStatus(string Id, string State, long Zxid);
