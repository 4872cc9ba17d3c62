namespace ZooKeeper.Client.Session;

/// <summary>Contains what a client presents to a server: the session, the newest zxid that it has seen, and whether it accepts a read-only server.</summary>
internal sealed class SessionTicket(long sessionId, byte[] password, long lastZxidSeen, bool allowsReadOnly = false)
{
    private const int PasswordLength = 16;

    public long SessionId { get; } = sessionId;

    public byte[] Password { get; } = password;

    public long LastZxidSeen { get; } = lastZxidSeen;

    public bool AllowsReadOnly { get; } = allowsReadOnly;

    public static SessionTicket ForNewSession(long lastZxidSeen) => new(0, new byte[PasswordLength], lastZxidSeen);

    /// <summary>
    /// Creates a ticket for a temporary session of a read-only server. Since 3.7, such a server rejects the sessions of the ensemble (ZOOKEEPER-3863).
    /// </summary>
    public static SessionTicket ForReadOnlySession(long lastZxidSeen) => new(0, new byte[PasswordLength], lastZxidSeen, allowsReadOnly: true);

    public override string ToString() => $"session 0x{SessionId:x}";
}
