namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of sasl and of its reply. Its bytes are a secret.</summary>
internal readonly record struct SaslToken(byte[]? Token) : IRecord<SaslToken>
{
    public static SaslToken Read(ref JuteReader reader) => new(reader.ReadBuffer());

    public void Write(JuteWriter writer) => writer.WriteBuffer(Token);
}
