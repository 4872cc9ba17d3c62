using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>Keeps the session alive. A ping passes the server's pipeline like a read, so its reply has the server's zxid.</summary>
internal sealed class Ping() : PendingRequest(OpCode.Ping, path: null)
{
    public override int? FixedXid => Xid.Ping;

    public override void WriteBody(JuteWriter writer)
    {
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
    }

    public override void OnFailure(ZooKeeperException cause)
    {
    }
}
