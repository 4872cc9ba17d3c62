using System.Buffers.Binary;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;

namespace ZooKeeper.Client.Tests.Hostile;

/// <summary>What a <see cref="HostileServer"/> says on one connection.</summary>
internal sealed class HostileVoice(string root, Random random)
{
    private const int Deepest = 3;

    private static readonly int[] Errors = [-1, -2, -5, -8, -101, -101, -102, -103, -112, -119, -121, -127, 77];

    private readonly Mutations _mutations = new(random);
    private byte[] _last = [0];

    public int Frames { get; private set; }

    public int Damaged { get; private set; }

    public byte[] Damage(ReadOnlySpan<byte> bytes)
    {
        Damaged++;
        return _mutations.Damage(bytes, _last);
    }

    public void WriteEvent(JuteWriter writer, long zxid)
    {
        var type = random.Next(12) == 0 ? random.Next(-3, 12) : random.Next(1, 5);
        var header = new ReplyHeader(Xid.Notification, random.Next(2) == 0 ? -1 : zxid, ErrorCode.Ok);
        Write(writer, Jute.Encode(header, new WatcherEvent(type, random.Next(-2, 8), Path())), damageOneIn: 10_000);
    }

    /// <summary>Mostly what was asked for. One reply in a hundred goes to another request, or to none; one in two hundred goes back in time.</summary>
    public void WriteReply(JuteWriter writer, RequestHeader request, byte[] content, long zxid)
    {
        var xid = request.Xid + (random.Next(100) == 0 ? random.Next(-3, 4) : 0);
        var error = random.Next(25) == 0 ? (ErrorCode)Errors[random.Next(Errors.Length)] : ErrorCode.Ok;
        var header = new ReplyHeader(xid, random.Next(200) == 0 ? random.NextInt64() - random.Next(2) : zxid, error);
        Write(writer, error == ErrorCode.Ok || random.Next(10) == 0 ? Jute.Encode(header, Body(request, content)) : Jute.Encode(header), damageOneIn: 25);
    }

    private void Write(JuteWriter writer, byte[] frame, int damageOneIn)
    {
        Frames++;
        if (random.Next(damageOneIn) == 0)
        {
            frame = Damage(frame);
        }

        // Of the length itself as well.
        var length = frame.Length;
        if (random.Next(damageOneIn * 20) == 0)
        {
            Damaged++;
            length = random.Next(2) == 0 ? int.MaxValue : random.Next(int.MinValue, 4096);
        }

        var prefix = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(prefix, length);
        writer.WriteRaw(prefix);
        writer.WriteRaw(frame);
        _last = frame;
    }

    private IRecord Body(RequestHeader request, byte[] content) => request.OpCode switch
    {
        OpCode.AddWatch => new IntReply(0),
        OpCode.Exists or OpCode.SetData or OpCode.SetAcl => new StatReply(Stat()),
        OpCode.GetData => new GetDataReply(Data(), Stat()),
        OpCode.GetChildren2 => new GetChildren2Reply(Names(Jute.Decode<ReadRequest>(content.AsSpan(8)).Path), Stat()),
        OpCode.Create2 => new CreateReply(Path(), Stat()),
        OpCode.GetAcl => new GetAclReply(AclRecord.Wrap(Acl.Open), Stat()),
        OpCode.WhoAmI => new WhoAmIReply([new ClientIdentityRecord(new ClientIdentity("ip", "127.0.0.1"))]),
        OpCode.Multi => new MultiReply([new MultiOperationResult(OpCode.SetData, new StatReply(Stat())), new MultiOperationResult(OpCode.Delete, default(Nothing))]),
        OpCode.MultiRead => new MultiReply([.. Jute.Decode<MultiRequest>(content.AsSpan(8)).Operations.Select(Answer)]),
        OpCode.GetEphemerals => new NamesReply(Names(root)),
        OpCode.Sync => new PathReply("/"),
        _ => default(Nothing),
    };

    private MultiOperationResult Answer(MultiOperation operation) => random.Next(20) switch
    {
        0 => new MultiOperationResult(OpCode.Error, new IntReply(Errors[random.Next(Errors.Length)])),
        1 when random.Next(20) == 0 => new MultiOperationResult(OpCode.Create, new PathReply(Path())),
        _ when operation.Type == OpCode.GetData => new MultiOperationResult(OpCode.GetData, new GetDataReply(Data(), Stat())),
        _ => new MultiOperationResult(OpCode.GetChildren, new NamesReply(Names(((ReadRequest)operation.Request).Path))),
    };

    private StatRecord Stat() => new(new Stat(
        random.Next(100), random.Next(100), random.NextInt64(), 0, random.Next(3), 0, random.Next(2), 0,
        random.Next(50) == 0 ? random.Next() : random.Next(300), random.Next(5), random.Next(100)));

    private byte[]? Data() => random.Next(10) == 0 ? null : new byte[random.Next(40)];

    // A tree that ends somewhere, or the client would have to grow with it.
    private string[] Names(string path) => path.Count('/') - root.Count('/') >= Deepest
        ? []
        : [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(300) == 0 ? OddName() : Name())];

    private string Name() => $"{(char)('a' + random.Next(4))}";

    private string OddName() => random.Next(6) switch { 0 => "", 1 => "/", 2 => "a/b", 3 => "..", 4 => "\0", _ => "zookeeper" };

    private string Path() => random.Next(5000) switch
    {
        0 => "",
        1 => root + "/",
        2 => root + "//a",
        3 => root[1..],
        < 50 => "/",
        < 100 => root + "x/a",
        < 150 => root + "/" + new string('x', random.Next(2000)),
        < 200 => "/zookeeper/config",
        < 250 => root + "/a/../b",
        _ => root + string.Concat(Enumerable.Range(0, random.Next(Deepest + 1)).Select(_ => "/" + Name())),
    };
}
