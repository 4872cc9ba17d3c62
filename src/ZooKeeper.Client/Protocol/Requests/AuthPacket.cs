namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of auth. Its bytes are a secret.</summary>
internal sealed record AuthPacket(int Type, string Scheme, byte[]? Auth) : IRecord<AuthPacket>
{
    public static AuthPacket Read(ref JuteReader reader) => new(reader.ReadInt(), reader.ReadString(), reader.ReadBuffer());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(Type);
        writer.WriteString(Scheme);
        writer.WriteBuffer(Auth);
    }
}
