using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Requests;

/// <summary>Represents the reply of a server without SASL: no token.</summary>
internal readonly record struct SaslReply : IRecord
{
    public void Write(JuteWriter writer) => writer.WriteBuffer(null);
}
