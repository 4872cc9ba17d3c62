using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Requests;

/// <summary>The reply to sasl of a server that has no SASL configured: no token.</summary>
internal readonly record struct SaslReply : IRecord
{
    public void Write(JuteWriter writer) => writer.WriteBuffer(null);
}
