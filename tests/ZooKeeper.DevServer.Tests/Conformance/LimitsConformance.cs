using System.Buffers.Binary;
using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class LimitsConformance(SharedServer server) : ConformanceTest(server)
{
    // jute.maxbuffer as it is by default.
    private const int LongestRequest = 0xFFFFF;

    [TestMethod]
    public async Task Request_AtTheLimit_IsExecuted()
    {
        var (session, root) = await ConnectWithRootAsync();
        var data = new byte[LongestRequest - LengthWithout(root)];
        Assert.AreEqual(data.Length, (await session.SetDataAsync(root, data)).Stat().DataLength);
        Assert.HasCount(data.Length, (await session.GetDataAsync(root)).As<GetDataReply>().Data!);
    }

    [TestMethod]
    public async Task Request_OverTheLimit_ClosesWithoutAnAnswerAndTheSessionSurvives()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.SendAsync(OpCode.SetData, new SetDataRequest(root, new byte[LongestRequest - LengthWithout(root) + 1], -1));
        await session.ClosedAsync();
        var again = await ReattachAsync(session);
        Assert.AreEqual(session.Id, again.Id);
        Assert.AreEqual(0, (await again.StatAsync(root)).Version);
    }

    [TestMethod]
    public async Task Reply_OverTheLimitOfRequests_IsSent()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetDataAsync(root, new byte[600_000])).Ok();
        var results = (await session.MultiReadAsync(Operation.GetData(root), Operation.GetData(root))).As<MultiReply>().Results;
        Assert.IsTrue(results.All(result => ((GetDataReply)result.Result).Data!.Length == 600_000));
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(int.MinValue)]
    [DataRow(LongestRequest + 1)]
    [DataRow(int.MaxValue)]
    public async Task FrameLength_OutOfRange_ClosesWithoutAnAnswer(int length)
    {
        var session = await ConnectAsync();
        await session.WriteAsync(Length(length));
        await session.ClosedAsync();
        Assert.AreEqual(session.Id, (await ReattachAsync(session)).Id);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(7)]
    public async Task Frame_ShorterThanAHeader_ClosesWithoutAnAnswer(int length)
    {
        var session = await ConnectAsync();
        await session.WriteAsync((byte[])[.. Length(length), .. new byte[length]]);
        await session.ClosedAsync();
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(20)]
    [DataRow(27)]
    public async Task Handshake_TooShort_ClosesWithoutAnAnswer(int length)
    {
        var session = await OpenAsync([.. Length(length), .. new byte[length]]);
        Assert.IsNull(session.Handshake);
    }

    [TestMethod]
    [DataRow("GET / HTTP/1.1\r\n\r\n")]
    [DataRow("\u0016\u0003\u0001\u0002")]
    [DataRow("quit")]
    public async Task Handshake_OfAnotherProtocol_ClosesWithoutAnAnswer(string bytes)
    {
        var session = await OpenAsync(Encoding.ASCII.GetBytes(bytes));
        Assert.IsNull(session.Handshake);
    }

    [TestMethod]
    public async Task Body_Missing_MarshallingErrorAndTheConnectionStays()
    {
        var session = await ConnectAsync();
        OpCode[] withoutBody = [OpCode.Ping, OpCode.WhoAmI, OpCode.CloseSession];
        OpCode[] outOfLine = [OpCode.Error, OpCode.Check, OpCode.Auth, OpCode.Sasl];
        foreach (var opCode in Enum.GetValues<OpCode>().Except([.. withoutBody, .. outOfLine]))
        {
            Assert.AreEqual(ErrorCode.MarshallingError, (await session.RequestAsync(opCode)).Error, $"{opCode}");
        }
    }

    [TestMethod]
    public async Task Body_CutOff_MarshallingErrorAndNothingIsDone()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.RequestAsync(OpCode.GetData, new HalfAPath(root))).Failed(ErrorCode.MarshallingError);
        (await session.RequestAsync(OpCode.SetData, new PathRequest(root))).Failed(ErrorCode.MarshallingError);
        (await session.RequestAsync(OpCode.Create, new PathRequest(root + "/a"))).Failed(ErrorCode.MarshallingError);
        var stat = await session.StatAsync(root);
        Assert.AreEqual((0, 0), (stat.Version, stat.NumChildren));
    }

    [TestMethod]
    public async Task Body_WithBytesToSpare_IsAnswered()
    {
        var (session, root) = await ConnectWithRootAsync();
        var frame = WireConnection.Frame(new RequestHeader(1, OpCode.GetData), new ReadRequest(root, Watch: false), new ReadRequest("more", Watch: true));
        await session.WriteAsync(frame);
        (await session.ReplyAsync()).As<GetDataReply>();
    }

    [TestMethod]
    public async Task Requests_WithoutWaiting_AreAnsweredInTheirOrder()
    {
        var (session, root) = await ConnectWithRootAsync();
        var xids = new List<int>();
        for (var i = 0; i < 500; i++)
        {
            xids.Add(i % 2 == 0
                ? await session.SendAsync(OpCode.SetData, new SetDataRequest(root, null, -1))
                : await session.SendAsync(OpCode.GetData, new ReadRequest(root, Watch: false)));
        }

        var zxid = 0L;
        foreach (var xid in xids)
        {
            var reply = await session.ReplyAsync();
            Assert.AreEqual(xid, reply.Xid);
            Assert.IsGreaterThanOrEqualTo(zxid, reply.Zxid);
            zxid = reply.Zxid;
        }
    }

    [TestMethod]
    public async Task Request_InSingleBytes_IsAnswered()
    {
        var (session, root) = await ConnectWithRootAsync();
        foreach (var b in WireConnection.Frame(new RequestHeader(77, OpCode.GetData), new ReadRequest(root, Watch: false)))
        {
            await session.WriteAsync(new[] { b });
        }

        Assert.AreEqual(77, (await session.ReplyAsync()).Xid);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(int.MaxValue)]
    [DataRow(-7)]
    [DataRow(int.MinValue)]
    public async Task Xid_Unusual_IsEchoed(int xid)
    {
        var (session, root) = await ConnectWithRootAsync();
        Assert.AreEqual(xid, (await session.RequestAsync(OpCode.Exists, new ReadRequest(root, Watch: false), xid)).Ok().Xid);
    }

    private static int LengthWithout(string path) =>
        WireConnection.Frame(new RequestHeader(1, OpCode.SetData), new SetDataRequest(path, [], -1)).Length - sizeof(int);

    private static byte[] Length(int length)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes;
    }

    private readonly record struct HalfAPath(string Path) : IRecord
    {
        public void Write(JuteWriter writer)
        {
            writer.WriteInt(Path.Length);
            writer.WriteRaw(Encoding.UTF8.GetBytes(Path[..(Path.Length / 2)]));
        }
    }
}

[TestClass]
public sealed class ApacheLimitsConformance() : LimitsConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerLimitsConformance() : LimitsConformance(SharedServers.DevServer);
