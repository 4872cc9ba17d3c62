using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>One request of a <see cref="WatchingTreeRead"/>: for data, for a list of children, or for the existence of a root.</summary>
internal sealed class WatchingTreeRequest(OneShotFollowing following, WatchingTreeRead read, ReadOperation operation, OpCode opCode, ReadNeed asked)
    : PendingRequest(opCode, path: null)
{
    public string ZnodePath => operation.Path;

    /// <summary>What to read if the server rejects the request.</summary>
    public ReadNeed Need => asked | (operation.Need & ReadNeed.Changed);

    public override void WriteBody(JuteWriter writer) => new ReadRequest(operation.Path, Watch: true).Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        read.OnAnswer(operation, asked, body.Remaining);
        following.OnRead(this, header, ref body);
        following.OnAnswered(read);
    }

    // If the connection is lost, the mirror verifies everything on the next one.
    public override void OnFailure(ZooKeeperException cause)
    {
        if (cause is not ConnectionLossException)
        {
            read.OnAnswer(operation, asked, bytes: 0);
            following.OnTooLarge(this, cause);
            following.OnAnswered(read);
        }
    }
}
