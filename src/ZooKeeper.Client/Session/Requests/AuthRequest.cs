using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>Adds an identity to the connection. If the server rejects it, the server closes the connection.</summary>
internal sealed class AuthRequest(AuthPacket packet, Action<ErrorCode> onAnswer)
    : PendingReply<AuthPacket, Nothing>(OpCode.Auth, path: null, packet)
{
    public override int? FixedXid => Xid.Auth;

    // An identity belongs to the client, and is sent on every connection anyway.
    public override bool OutlivesSession => true;

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        onAnswer(header.Error);
        base.OnReply(header, ref body);
    }
}
