using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Reads one znode of an audit's chunk, for servers without multiRead. Each znode is compared at its own reply, so the replies can show different states.
/// </summary>
internal sealed class AuditReadAlone(TreeAudit audit, string path) : PendingRequest(OpCode.GetData, path: null)
{
    public override void WriteBody(JuteWriter writer) => new ReadRequest(path, Watch: false).Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        if (header.Error == ErrorCode.Ok)
        {
            var data = body.ReadBufferSpan(out var isNull);
            audit.OnData(path, data, isNull, StatRecord.Read(ref body).Stat);
        }
        else
        {
            audit.OnError(path, header.Error);
        }

        audit.OnAnswered();
    }

    // The connection is lost, or the reply is too large. The mirror's own reads handle large znodes.
    public override void OnFailure(ZooKeeperException cause) => audit.OnAnswered();
}
