using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests;

/// <summary>The body of sasl, and of its reply.</summary>
internal readonly record struct SaslToken(byte[]? Token) : IRecord<SaslToken>
{
    public static SaslToken Read(ref JuteReader reader) => new(reader.ReadBuffer());

    public void Write(JuteWriter writer) => writer.WriteBuffer(Token);
}
