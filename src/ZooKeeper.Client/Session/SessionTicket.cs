namespace ZooKeeper.Client.Session;

/// <summary>What a client shows to a server: the session to attach to, or none, and the newest state it has seen.</summary>
internal sealed class SessionTicket(long sessionId, byte[] password, long lastZxidSeen)
{
    private const int PasswordLength = 16;

    public long SessionId { get; } = sessionId;

    public byte[] Password { get; } = password;

    public long LastZxidSeen { get; } = lastZxidSeen;

    public static SessionTicket ForNewSession(long lastZxidSeen) => new(0, new byte[PasswordLength], lastZxidSeen);

    public override string ToString() => $"session 0x{SessionId:x}";
}
