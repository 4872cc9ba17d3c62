namespace ZooKeeper.Client.Protocol;

/// <summary>The first frame of a connection (docs/protocol.md, "Handshake"). It has no header.</summary>
internal readonly record struct ConnectRequest(
    int ProtocolVersion, long LastZxidSeen, int TimeoutMilliseconds, long SessionId, byte[]? Password, bool ReadOnly) : IRecord<ConnectRequest>
{
    public static ConnectRequest Read(ref JuteReader reader) =>
        new(reader.ReadInt(), reader.ReadLong(), reader.ReadInt(), reader.ReadLong(), reader.ReadBuffer(), reader.Remaining > 0 && reader.ReadBool());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(ProtocolVersion);
        writer.WriteLong(LastZxidSeen);
        writer.WriteInt(TimeoutMilliseconds);
        writer.WriteLong(SessionId);
        writer.WriteBuffer(Password);
        writer.WriteBool(ReadOnly);
    }

    // The password is a credential of the session.
    public override string ToString() => $"ConnectRequest {{ SessionId = 0x{SessionId:x}, LastZxidSeen = 0x{LastZxidSeen:x} }}";
}
