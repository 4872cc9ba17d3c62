using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Switches;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>A whole frame whose body is no record is answered with an error, changes nothing, and the connection goes on.</summary>
[TestClass]
public sealed class MalformedRequestTests
{
    private static ZooKeeperDevServer s_server = null!;

    public static IEnumerable<object[]> FalseLengths =>
    [
        Case(OpCode.GetData, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.Exists, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.GetChildren, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.GetChildren2, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.GetAcl, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.Sync, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.GetEphemerals, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.GetAllChildrenNumber, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.AddWatch, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.CheckWatches, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.RemoveWatches, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.Delete, (writer, number) => writer.WriteInt(number)),
        Case(OpCode.SetData, (writer, number) =>
        {
            writer.WriteString("/kept");
            writer.WriteInt(number);
            writer.WriteInt(0);
        }),
        Case(OpCode.Create, (writer, number) =>
        {
            writer.WriteString("/new");
            writer.WriteBuffer([]);
            writer.WriteInt(number);
            writer.WriteRaw(new byte[24]);
        }),
        Case(OpCode.CreateTtl, (writer, number) =>
        {
            writer.WriteString("/new");
            writer.WriteInt(number);
        }),
        Case(OpCode.SetAcl, (writer, number) =>
        {
            writer.WriteString("/kept");
            writer.WriteInt(1);
            writer.WriteInt(31);
            writer.WriteInt(number);
            writer.WriteString("anyone");
            writer.WriteInt(0);
        }),
        Case(OpCode.SetWatches, (writer, number) =>
        {
            writer.WriteLong(0);
            writer.WriteInt(number);
            writer.WriteRaw(new byte[8]);
        }),
        Case(OpCode.SetWatches2, (writer, number) =>
        {
            writer.WriteLong(0);
            writer.WriteRaw(new byte[16]);
            writer.WriteInt(number);
        }),
        Case(OpCode.Multi, (writer, number) =>
        {
            new MultiHeader(OpCode.Create, Done: false, -1).Write(writer);
            writer.WriteString("/new");
            writer.WriteBuffer([]);
            writer.WriteVector(AclRecord.Wrap(Acl.Open));
            writer.WriteInt(0);
            new MultiHeader(OpCode.Delete, Done: false, -1).Write(writer);
            writer.WriteInt(number);
        }),
        Case(OpCode.MultiRead, (writer, number) =>
        {
            new MultiHeader(OpCode.GetData, Done: false, -1).Write(writer);
            writer.WriteInt(number);
        }),
    ];

    [ClassInitialize]
    public static async Task StartAsync(TestContext _) =>
        s_server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/kept"] = "value" } });

    [ClassCleanup]
    public static async Task StopAsync() => await s_server.DisposeAsync();

    [TestMethod]
    [DynamicData(nameof(FalseLengths))]
    public async Task Request_NegativeOrTooLargeLength_IsAMarshallingError_AndTheConnectionGoesOn(object opCode, object body)
    {
        await using var session = await OpenAsync();
        foreach (var number in (int[])[-2, int.MinValue, 1_000, int.MaxValue])
        {
            var reply = await session.RequestAsync((OpCode)opCode, new FreeBody(writer => ((Action<JuteWriter, int>)body)(writer, number)));
            Assert.AreEqual(ErrorCode.MarshallingError, reply.Error, $"with {number}");
            Assert.IsEmpty(reply.Body);
        }

        await NothingChangedAsync(session);
    }

    [TestMethod]
    [DataRow(OpCode.Create)]
    [DataRow(OpCode.Create2)]
    [DataRow(OpCode.CreateContainer)]
    [DataRow(OpCode.CreateTtl)]
    [DataRow(OpCode.Delete)]
    [DataRow(OpCode.SetData)]
    [DataRow(OpCode.SetAcl)]
    [DataRow(OpCode.Multi)]
    [DataRow(OpCode.Exists)]
    [DataRow(OpCode.GetData)]
    [DataRow(OpCode.GetChildren)]
    [DataRow(OpCode.GetChildren2)]
    [DataRow(OpCode.GetAcl)]
    [DataRow(OpCode.GetAllChildrenNumber)]
    [DataRow(OpCode.GetEphemerals)]
    [DataRow(OpCode.MultiRead)]
    [DataRow(OpCode.AddWatch)]
    [DataRow(OpCode.CheckWatches)]
    [DataRow(OpCode.RemoveWatches)]
    [DataRow(OpCode.SetWatches)]
    [DataRow(OpCode.SetWatches2)]
    [DataRow(OpCode.Sync)]
    public async Task Request_WithoutItsBody_IsAMarshallingError_AndTheConnectionGoesOn(object opCode)
    {
        await using var session = await OpenAsync();
        (await session.RequestAsync((OpCode)opCode)).Failed(ErrorCode.MarshallingError);
        await NothingChangedAsync(session);
    }

    [TestMethod]
    public async Task Multi_CutShortAnywhere_IsAMarshallingError_AndChangesNothing()
    {
        await using var session = await OpenAsync();
        using var whole = new JuteWriter();
        new MultiRequest([Operation.SetData("/kept", [1]), Operation.Create("/new"), Operation.Delete("/kept")]).Write(whole);
        foreach (var length in Enumerable.Range(0, whole.Length))
        {
            var part = whole.Written[..length].ToArray();
            (await session.RequestAsync(OpCode.Multi, new FreeBody(writer => writer.WriteRaw(part)))).Failed(ErrorCode.MarshallingError);
        }

        await NothingChangedAsync(session);
    }

    [TestMethod]
    public async Task Auth_Malformed_ClosesTheConnection()
    {
        await using var session = await OpenAsync();
        await session.SendAsync(OpCode.Auth, new FreeBody(writer => writer.WriteInt(0)), Xid.Auth);
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task Request_LongerThanItsBody_IsAnswered()
    {
        await using var session = await OpenAsync();
        var reply = await session.RequestAsync(OpCode.GetData, new FreeBody(writer =>
        {
            new ReadRequest("/kept", Watch: false).Write(writer);
            writer.WriteRaw(new byte[1_000]);
        }));
        CollectionAssert.AreEqual("value"u8.ToArray(), reply.As<GetDataReply>().Data);
    }

    private static async Task NothingChangedAsync(WireSession session)
    {
        CollectionAssert.AreEqual("value"u8.ToArray(), (await session.GetDataAsync("/kept")).As<GetDataReply>().Data);
        CollectionAssert.AreEqual(Acl.Open.ToArray(), await session.AclOfAsync("/kept"));
        Assert.IsFalse(await session.HasAsync("/new"));
    }

    private static Task<WireSession> OpenAsync() => s_server.OpenAsync(TimeSpan.FromSeconds(40));

    private static object[] Case(OpCode opCode, Action<JuteWriter, int> body) => [opCode, body];
}
