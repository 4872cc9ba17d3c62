using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>What a multi cannot contain.</summary>
public abstract class MultiContentConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task Multi_WithReads_MarshallingErrorAndTheConnectionStays()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.MultiAsync(Operation.GetData(root))).Failed(ErrorCode.MarshallingError);
        (await session.MultiAsync(Operation.Create(root + "/a"), Operation.GetData(root))).Failed(ErrorCode.MarshallingError);
        (await session.MultiAsync(Operation.GetChildren(root), Operation.Create(root + "/a"))).Failed(ErrorCode.MarshallingError);
        Assert.IsFalse(await session.HasAsync(root + "/a"));
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(7)]
    [DataRow(12)]
    [DataRow(99)]
    public async Task Multi_OfOtherOperations_MarshallingErrorAndTheConnectionStays(int opCode)
    {
        var (session, root) = await ConnectWithRootAsync();
        var request = new MultiRequest([Operation.Create(root + "/a"), new MultiOperation((OpCode)opCode, new ReadRequest(root, Watch: false))]);
        (await session.RequestAsync(OpCode.Multi, request)).Failed(ErrorCode.MarshallingError);
        Assert.IsFalse(await session.HasAsync(root + "/a"));
    }
}

[TestClass]
public sealed class ApacheMultiContentConformance() : MultiContentConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerMultiContentConformance() : MultiContentConformance(SharedServers.DevServer);
