using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// A multiRead of a mirror. Of each path the data is read, which brings the Stat, and the children's names where needed, behind it. It is decoded
/// on the connection's loop straight into the working copy.
/// </summary>
internal sealed class AtomicTreeRead(TreeMirror mirror, List<ReadOperation> operations) : TreeRead(operations)
{
    public override void SendTo(Connection connection) => connection.Send(new Request(mirror, this));

    protected override ReadNeed Brings(ReadNeed open) => ReadNeed.Data | ReadNeed.Stat | (open & ReadNeed.Children);

    private sealed class Request(TreeMirror mirror, AtomicTreeRead read) : PendingRequest(OpCode.MultiRead, path: null)
    {
        public override void WriteBody(JuteWriter writer)
        {
            foreach (var operation in read.Operations)
            {
                new MultiHeader(OpCode.GetData, Done: false, -1).Write(writer);
                new ReadRequest(operation.Path, Watch: false).Write(writer);
                if (operation.HasChildren)
                {
                    new MultiHeader(OpCode.GetChildren, Done: false, -1).Write(writer);
                    new ReadRequest(operation.Path, Watch: false).Write(writer);
                }
            }

            MultiRequest.End.Write(writer);
        }

        public override void OnReply(in ReplyHeader header, ref JuteReader body)
        {
            if (header.Error == ErrorCode.Ok)
            {
                mirror.OnRead(read, ref body);
            }
            else
            {
                mirror.OnReadRefused(read, header.Error);
            }
        }

        public override void OnFailure(ZooKeeperException cause)
        {
            // After a lost connection everything is read again.
            if (cause is not ConnectionLossException)
            {
                mirror.OnReadTooLarge(read, cause);
            }
        }
    }
}
