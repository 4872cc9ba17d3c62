using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>Reads a chunk of an audit: one multiRead of data, which includes the Stats.</summary>
internal sealed class AuditRead(TreeAudit audit, List<string> paths) : PendingRequest(OpCode.MultiRead, path: null)
{
    public override void WriteBody(JuteWriter writer)
    {
        foreach (var path in paths)
        {
            new MultiHeader(OpCode.GetData, Done: false, -1).Write(writer);
            new ReadRequest(path, Watch: false).Write(writer);
        }

        MultiRequest.End.Write(writer);
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        if (header.Error == ErrorCode.Ok)
        {
            foreach (var path in paths)
            {
                ReadOne(path, ref body);
            }
        }

        audit.OnAnswered();
    }

    // The connection is lost, or the reply is too large. The mirror's own reads handle large znodes.
    public override void OnFailure(ZooKeeperException cause) => audit.OnAnswered();

    private void ReadOne(string path, ref JuteReader body)
    {
        var header = MultiHeader.Read(ref body);
        if (header.Type == OpCode.Error)
        {
            audit.OnError(path, (ErrorCode)body.ReadInt());
        }
        else if (header.Type == OpCode.GetData)
        {
            var data = body.ReadBufferSpan(out var isNull);
            audit.OnData(path, data, isNull, StatRecord.Read(ref body).Stat);
        }
        else
        {
            throw new JuteException($"The reply to a multiRead contains {header.Type} instead of {OpCode.GetData}.");
        }
    }
}
