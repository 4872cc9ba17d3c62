using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>Reads the Stat of a znode whose data is too large to be read just for that.</summary>
internal sealed class StatRead(TreeMirror mirror, string path) : PendingRequest(OpCode.Exists, path)
{
    private readonly string _path = path;

    public override void WriteBody(JuteWriter writer) => new ReadRequest(_path, Watch: false).Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        if (header.Error == ErrorCode.Ok)
        {
            mirror.OnStat(_path, StatRecord.Read(ref body).Stat);
        }
        else
        {
            mirror.OnStatMissing(_path);
        }
    }

    // The connection is lost; the mirror reads everything again on the next one.
    public override void OnFailure(ZooKeeperException cause)
    {
    }
}
