using ZooKeeper.Client.Session;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>A read that is never sent.</summary>
internal sealed class FakeRead(List<ReadOperation> operations, ReadNeed brings) : TreeRead(operations)
{
    public override void SendTo(Connection connection) => throw new NotSupportedException();

    protected override ReadNeed Brings(ReadNeed open) => brings;
}
