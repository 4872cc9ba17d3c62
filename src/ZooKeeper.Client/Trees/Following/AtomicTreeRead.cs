using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Reads znodes with one multiRead. It reads the data of each path, which includes the Stat, and then the names of its children if they are needed.
/// </summary>
internal sealed class AtomicTreeRead(RecursiveFollowing following, List<ReadOperation> operations) : TreeRead(operations)
{
    public override void SendTo(Connection connection) => connection.Send(new Request(following, this));

    protected override ReadNeed Brings(ReadNeed open) => ReadNeed.Data | ReadNeed.Stat | (open & ReadNeed.Children);

    private sealed class Request(RecursiveFollowing following, AtomicTreeRead read) : PendingRequest(OpCode.MultiRead, path: null)
    {
        public override void WriteBody(JuteWriter writer)
        {
            foreach (var operation in read.Operations)
            {
                Write(OpCode.GetData, operation.Dirty, writer);
                if (operation.HasChildren)
                {
                    Write(OpCode.GetChildren, operation.Dirty, writer);
                }
            }

            MultiRequest.End.Write(writer);
        }

        public override void OnReply(in ReplyHeader header, ref JuteReader body)
        {
            if (header.Error == ErrorCode.Ok)
            {
                following.OnRead(read, header.Zxid, ref body);
            }
            else
            {
                following.OnRefused(read, header.Error);
            }
        }

        // If the connection is lost, the mirror verifies everything on the next one.
        public override void OnFailure(ZooKeeperException cause)
        {
            if (cause is not ConnectionLossException)
            {
                following.OnTooLarge(read, cause);
            }
        }

        // Writes a ReadRequest without building the path.
        private static void Write(OpCode opCode, in DirtyPath path, JuteWriter writer)
        {
            new MultiHeader(opCode, Done: false, -1).Write(writer);
            path.Write(writer);
            writer.WriteBool(false);
        }
    }
}
