namespace ZooKeeper.Coordination;

/// <summary>Contains the answer to a question of a <see cref="ZooKeeperStatusBoard"/>. It never changes.</summary>
/// <param name="Answer">The answer that was given first.</param>
/// <param name="Zxid">The zxid of the transaction that gave it.</param>
public sealed record StatusDecision(string Answer, long Zxid);
