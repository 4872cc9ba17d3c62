namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the first frame of the server. A timeout of zero or less means that the session has expired.</summary>
internal sealed record ConnectResponse(
    int ProtocolVersion, int TimeoutMilliseconds, long SessionId, byte[]? Password, bool? ReadOnly) : IRecord<ConnectResponse>
{
    public bool IsExpired => TimeoutMilliseconds <= 0;

    // Servers before 3.4 do not send the last field.
    public static ConnectResponse Read(ref JuteReader reader) =>
        new(reader.ReadInt(), reader.ReadInt(), reader.ReadLong(), reader.ReadBuffer(), reader.Remaining > 0 ? reader.ReadBool() : null);

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(ProtocolVersion);
        writer.WriteInt(TimeoutMilliseconds);
        writer.WriteLong(SessionId);
        writer.WriteBuffer(Password);
        if (ReadOnly is { } readOnly)
        {
            writer.WriteBool(readOnly);
        }
    }

    public override string ToString() => $"ConnectResponse {{ SessionId = 0x{SessionId:x}, TimeoutMilliseconds = {TimeoutMilliseconds} }}";
}
