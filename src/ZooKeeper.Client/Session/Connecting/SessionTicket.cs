namespace ZooKeeper.Client.Session;

/// <summary>What a client shows to a server: the session to attach to, or none, the newest state it has seen, and whether a read-only server will do.</summary>
internal sealed class SessionTicket(long sessionId, byte[] password, long lastZxidSeen, bool allowsReadOnly = false)
{
    private const int PasswordLength = 16;

    public long SessionId { get; } = sessionId;

    public byte[] Password { get; } = password;

    public long LastZxidSeen { get; } = lastZxidSeen;

    public bool AllowsReadOnly { get; } = allowsReadOnly;

    public static SessionTicket ForNewSession(long lastZxidSeen) => new(0, new byte[PasswordLength], lastZxidSeen);

    /// <summary>For a session of a read-only server's own. No other is shown to it: since 3.7 it refuses those of its ensemble (ZOOKEEPER-3863).</summary>
    public static SessionTicket ForReadOnlySession(long lastZxidSeen) => new(0, new byte[PasswordLength], lastZxidSeen, allowsReadOnly: true);

    public override string ToString() => $"session 0x{SessionId:x}";
}
