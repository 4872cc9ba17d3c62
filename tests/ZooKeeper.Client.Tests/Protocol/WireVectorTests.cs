using System.Text;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Tests.Protocol;

/// <summary>Frames captured from Apache ZooKeeper 3.9.2.</summary>
[TestClass]
public sealed class WireVectorTests
{
    private static readonly AclRecord[] Open = AclRecord.Wrap(Acl.Open);

    [TestMethod]
    public void ConnectRequest_NewSession_MatchesTheWire()
    {
        var request = WireVector.Handshake(
            "0000002d 00000000 0000000000000000 00002710 0000000000000000 00000010 00000000000000000000000000000000 00",
            new ConnectRequest(0, 0, 10000, 0, new byte[16], ReadOnly: false));
        Assert.AreEqual(10000, request.TimeoutMilliseconds);
        CollectionAssert.AreEqual(new byte[16], request.Password);
        Assert.IsFalse(request.ReadOnly);
    }

    [TestMethod]
    public void ConnectResponse_NewSession_MatchesTheWire()
    {
        var password = Hex.Parse("811826417a86bd38c7a9fcdb535c3356");
        var response = WireVector.Handshake(
            "00000025 00000000 00002710 01000024a9b50000 00000010 811826417a86bd38c7a9fcdb535c3356 00",
            new ConnectResponse(0, 10000, 0x01000024a9b50000, password, ReadOnly: false));
        Assert.AreEqual(0x01000024a9b50000, response.SessionId);
        Assert.AreEqual(10000, response.TimeoutMilliseconds);
        CollectionAssert.AreEqual(password, response.Password);
        Assert.IsFalse(response.IsExpired);
    }

    [TestMethod]
    public void Create_OpenAcl_MatchesTheWire()
    {
        var request = WireVector.Request(
            "00000033 00000001 00000001 000000022f74 000000026869 00000001 0000001f 00000005776f726c64 00000006616e796f6e65 00000000",
            1,
            OpCode.Create,
            new CreateRequest("/t", "hi"u8.ToArray(), Open, CreateMode.Persistent));
        Assert.AreEqual("/t", request.Path);
        Assert.AreEqual("hi", Encoding.UTF8.GetString(request.Data!));
        CollectionAssert.AreEqual(Acl.Open.ToArray(), AclRecord.Unwrap(request.Acl));

        var reply = WireVector.Reply(
            "00000016 00000001 0000000000000002 00000000 000000022f74",
            new ReplyHeader(1, 2, ErrorCode.Ok),
            new PathReply("/t"));
        Assert.AreEqual(new PathReply("/t"), reply);
    }

    [TestMethod]
    public void GetData_Ok_MatchesTheWire()
    {
        var request = WireVector.Request("0000000f 00000002 00000004 000000022f74 00", 2, OpCode.GetData, new ReadRequest("/t", Watch: false));
        Assert.AreEqual(new ReadRequest("/t", Watch: false), request);

        var reply = WireVector.Reply(
            $"0000005a 00000002 0000000000000002 00000000 000000026869 {WireVector.StatHex}",
            new ReplyHeader(2, 2, ErrorCode.Ok),
            new GetDataReply("hi"u8.ToArray(), WireVector.Stat));
        Assert.AreEqual("hi", Encoding.UTF8.GetString(reply.Data!));
        Assert.AreEqual(WireVector.Stat, reply.Stat);
    }

    [TestMethod]
    public void Exists_NoNode_MatchesTheWire()
    {
        var request = WireVector.Request("00000012 00000003 00000003 000000052f6e6f7065 00", 3, OpCode.Exists, new ReadRequest("/nope", Watch: false));
        Assert.AreEqual("/nope", request.Path);
        WireVector.Reply("00000010 00000003 0000000000000002 ffffff9b", new ReplyHeader(3, 2, ErrorCode.NoNode), default(Nothing));
    }

    [TestMethod]
    public void AddWatch_Recursive_MatchesTheWire()
    {
        var request = WireVector.Request(
            "00000012 00000005 0000006a 000000022f74 00000001", 5, OpCode.AddWatch, new AddWatchRequest("/t", WatchMode.PersistentRecursive));
        Assert.AreEqual(WatchMode.PersistentRecursive, request.Mode);
        WireVector.Reply("00000014 00000005 0000000000000002 00000000 00000000", new ReplyHeader(5, 2, ErrorCode.Ok), new IntReply(0));
    }

    [TestMethod]
    public void Event_DataChanged_MatchesTheWire()
    {
        var watcherEvent = WireVector.Reply(
            "0000001e ffffffff 0000000000000003 00000000 00000003 00000003 000000022f74",
            new ReplyHeader(Xid.Notification, 3, ErrorCode.Ok),
            new WatcherEvent((int)WatchEventType.NodeDataChanged, 3, "/t"));
        Assert.AreEqual("/t", watcherEvent.Path);
        Assert.AreEqual(WatchEventType.NodeDataChanged, (WatchEventType)watcherEvent.Type);
    }

    [TestMethod]
    public void Multi_CheckAndCreate_MatchesTheWire()
    {
        var request = WireVector.Request(
            "00000058 00000007 0000000e | 0000000d 00 ffffffff 000000022f74 00000001 | 0000000f 00 ffffffff 000000042f742f61 00000000 " +
            "00000001 0000001f 00000005776f726c64 00000006616e796f6e65 00000000 | ffffffff 01 ffffffff",
            7,
            OpCode.Multi,
            new Multi().Check("/t", 1).Create("/t/a", []).ToRequest(path => path));
        Assert.HasCount(2, request.Operations);
        Assert.AreEqual(new VersionedRequest("/t", 1), request.Operations[0].Request);
        Assert.IsEmpty(((CreateRequest)request.Operations[1].Request).Data!);
    }

    [TestMethod]
    public void Multi_Failed_MatchesTheWire()
    {
        var reply = WireVector.Reply(
            "00000033 00000008 0000000000000005 00000000 | ffffffff 00 00000000 00000000 | ffffffff 00 ffffff9b ffffff9b | ffffffff 01 ffffffff",
            new ReplyHeader(8, 5, ErrorCode.Ok),
            new MultiReply([new(OpCode.Error, new IntReply(0)), new(OpCode.Error, new IntReply((int)ErrorCode.NoNode))]));
        Assert.AreEqual(new IntReply(0), reply.Results[0].Result);
        Assert.AreEqual(new IntReply((int)ErrorCode.NoNode), reply.Results[1].Result);
    }

    [TestMethod]
    public void MultiRead_DataChildrenAndError_MatchesTheWire()
    {
        var request = WireVector.Request(
            "00000046 00000009 00000016 | 00000004 00 ffffffff 000000042f742f61 00 | 00000008 00 ffffffff 000000022f74 00 | " +
            "00000004 00 ffffffff 000000052f6e6f7065 00 | ffffffff 01 ffffffff",
            9,
            OpCode.MultiRead,
            new MultiRead().GetData("/t/a").GetChildren("/t").GetData("/nope").ToRequest(path => path));
        Assert.AreEqual(new ReadRequest("/t", Watch: false), request.Operations[1].Request);

        var reply = WireVector.Reply(
            $"00000089 00000009 0000000000000005 00000000 | 00000004 00 00000000 00000000 {WireVector.StatHex} | 00000008 00 00000000 00000001 0000000161 | " +
            "ffffffff 00 ffffff9b ffffff9b | ffffffff 01 ffffffff",
            new ReplyHeader(9, 5, ErrorCode.Ok),
            new MultiReply(
            [
                new(OpCode.GetData, new GetDataReply([], WireVector.Stat)),
                new(OpCode.GetChildren, new NamesReply(["a"])),
                new(OpCode.Error, new IntReply((int)ErrorCode.NoNode)),
            ]));
        Assert.AreEqual(WireVector.Stat, ((GetDataReply)reply.Results[0].Result).Stat);
        Assert.AreEqual("a", ((NamesReply)reply.Results[1].Result).Names.Single());
        Assert.AreEqual(OpCode.Error, reply.Results[2].Type);
    }

    [TestMethod]
    public void Ping_MatchesTheWire()
    {
        WireVector.Request("00000008 fffffffe 0000000b", Xid.Ping, OpCode.Ping, default(Nothing));
        WireVector.Reply("00000010 fffffffe 0000000000000005 00000000", new ReplyHeader(Xid.Ping, 5, ErrorCode.Ok), default(Nothing));
    }

    [TestMethod]
    public void Auth_Digest_MatchesTheWire()
    {
        var request = WireVector.Request(
            "0000001d fffffffc 00000064 00000000 00000006646967657374 00000003753a70", Xid.Auth, OpCode.Auth, new AuthPacket(0, "digest", "u:p"u8.ToArray()));
        Assert.AreEqual("digest", request.Scheme);
        WireVector.Reply("00000010 fffffffc 0000000000000000 00000000", new ReplyHeader(Xid.Auth, 0, ErrorCode.Ok), default(Nothing));
    }

    [TestMethod]
    public void Sync_Root_MatchesTheWire()
    {
        WireVector.Request("0000000d 0000000a 00000009 000000012f", 10, OpCode.Sync, new PathRequest("/"));
        WireVector.Reply("00000015 0000000a 0000000000000005 00000000 000000012f", new ReplyHeader(10, 5, ErrorCode.Ok), new PathReply("/"));
    }

    [TestMethod]
    public void CloseSession_MatchesTheWire()
    {
        WireVector.Request("00000008 0000000b fffffff5", 11, OpCode.CloseSession, default(Nothing));
        WireVector.Reply("00000010 0000000b 0000000000000006 00000000", new ReplyHeader(11, 6, ErrorCode.Ok), default(Nothing));
    }
}
