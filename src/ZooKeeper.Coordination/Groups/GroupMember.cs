namespace ZooKeeper.Coordination;

/// <summary>Describes a member of a <see cref="ZooKeeperGroup"/>.</summary>
/// <param name="Id">The id of the member.</param>
/// <param name="Data">The data, or null if there is none or the znode is unreadable.</param>
/// <param name="SessionId">The session of the member, or 0 for a znode that is not ephemeral.</param>
/// <param name="Since">When the znode was created, according to the server's clock. If a member loses its session, its znode is created again.</param>
/// <param name="Czxid">The zxid of the transaction that created the znode.</param>
/// <param name="Mzxid">The zxid of the transaction that last wrote the data.</param>
public sealed record GroupMember(string Id, ReadOnlyMemory<byte>? Data, long SessionId, DateTimeOffset Since, long Czxid, long Mzxid);
