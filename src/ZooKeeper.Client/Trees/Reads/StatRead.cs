using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>Reads only the Stat of a znode, which takes about a hundred bytes.</summary>
internal sealed class StatRead(string path, Action<string, ErrorCode, Stat> onReply) : PendingRequest(OpCode.Exists, path: null)
{
    public override void WriteBody(JuteWriter writer) => new ReadRequest(path, Watch: false).Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body) =>
        onReply(path, header.Error, header.Error == ErrorCode.Ok ? StatRecord.Read(ref body).Stat : default);

    // If the connection is lost, the mirror verifies everything on the next one.
    public override void OnFailure(ZooKeeperException cause)
    {
        if (cause is not ConnectionLossException)
        {
            onReply(path, cause.ErrorCode, default);
        }
    }
}
