using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>Reads the Stat of a znode and nothing else, for a hundred bytes or so.</summary>
internal sealed class StatRead(string path, Action<string, ErrorCode, Stat> onReply) : PendingRequest(OpCode.Exists, path: null)
{
    public override void WriteBody(JuteWriter writer) => new ReadRequest(path, Watch: false).Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body) =>
        onReply(path, header.Error, header.Error == ErrorCode.Ok ? StatRecord.Read(ref body).Stat : default);

    // After a lost connection the mirror verifies everything.
    public override void OnFailure(ZooKeeperException cause)
    {
        if (cause is not ConnectionLossException)
        {
            onReply(path, cause.ErrorCode, default);
        }
    }
}
