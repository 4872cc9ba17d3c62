namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the first frame of a connection (docs/protocol.md, "Handshake"). It has no header.</summary>
internal readonly record struct ConnectRequest(
    int ProtocolVersion, long LastZxidSeen, int TimeoutMilliseconds, long SessionId, byte[]? Password, bool? ReadOnly) : IRecord<ConnectRequest>
{
    // Clients before 3.4 do not send the last field.
    public static ConnectRequest Read(ref JuteReader reader) =>
        new(reader.ReadInt(), reader.ReadLong(), reader.ReadInt(), reader.ReadLong(), reader.ReadBuffer(), reader.Remaining > 0 ? reader.ReadBool() : null);

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(ProtocolVersion);
        writer.WriteLong(LastZxidSeen);
        writer.WriteInt(TimeoutMilliseconds);
        writer.WriteLong(SessionId);
        writer.WriteBuffer(Password);
        if (ReadOnly is { } readOnly)
        {
            writer.WriteBool(readOnly);
        }
    }

    // The password is a credential of the session.
    public override string ToString() => $"ConnectRequest {{ SessionId = 0x{SessionId:x}, LastZxidSeen = 0x{LastZxidSeen:x} }}";
}
