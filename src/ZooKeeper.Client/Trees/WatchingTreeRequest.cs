using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>One read of a <see cref="WatchingTreeRead"/>: data, a list of children, or whether a root exists.</summary>
internal sealed class WatchingTreeRequest(TreeMirror mirror, WatchingTreeRead read, ReadOperation operation, OpCode opCode, ReadNeed asked)
    : PendingRequest(opCode, path: null)
{
    public string ZnodePath => operation.Path;

    public override void WriteBody(JuteWriter writer) => new ReadRequest(operation.Path, Watch: true).Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        read.OnAnswer(operation, asked, body.Remaining);
        mirror.OnWatchingRead(this, header, ref body);
        mirror.OnAnswered(read);
    }

    public override void OnFailure(ZooKeeperException cause)
    {
        // After a lost connection everything is read again.
        if (cause is not ConnectionLossException)
        {
            read.OnAnswer(operation, asked, bytes: 0);
            mirror.OnWatchingReadTooLarge(this, cause);
            mirror.OnAnswered(read);
        }
    }

    /// <summary>What it asked for, to be asked again.</summary>
    public ReadNeed Need => asked | (operation.Need & ReadNeed.Changed);
}
