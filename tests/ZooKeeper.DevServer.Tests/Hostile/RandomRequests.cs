using System.Buffers.Binary;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>Frames with the header of a request, and behind it a body that may be right, is nearly right, or is nonsense.</summary>
internal sealed class RandomRequests(Random random, ZooKeeperRelease release)
{
    /// <summary>Below it are all znodes that requests name.</summary>
    public const string Root = "/fuzz";

    private const int HeaderEnd = sizeof(int) + 8;

    private static readonly OpCode[] OpCodes = Enum.GetValues<OpCode>();

    private static readonly int[] FalseNumbers = [-2, -1, 0, 1, 255, 65_536, int.MaxValue, int.MinValue];

    /// <summary>The bytes of a frame.</summary>
    public byte[] Next(int xid)
    {
        var opCode = random.Next(200) == 0 ? (OpCode)random.Next(int.MinValue, int.MaxValue) : OpCodes[random.Next(OpCodes.Length)];
        if (EndsTheConnection(opCode) && random.Next(20) != 0)
        {
            opCode = OpCode.Multi;
        }

        var frame = WireConnection.Frame(new RequestHeader(xid, opCode), random.Next(5) == 0 ? Nonsense() : Body(opCode));
        return random.Next(3) == 0 ? Damaged(frame) : frame;
    }

    // Few of them, so that a connection comes to something.
    private bool EndsTheConnection(OpCode opCode) => opCode switch
    {
        OpCode.MultiRead or OpCode.AddWatch or OpCode.SetWatches2 or OpCode.GetEphemerals or OpCode.GetAllChildrenNumber or OpCode.WhoAmI =>
            release == ZooKeeperRelease.V35,
        OpCode.CloseSession or OpCode.Auth or OpCode.Error or OpCode.Check => true,
        _ => false,
    };

    private byte[] Damaged(byte[] frame)
    {
        var body = frame.Length - HeaderEnd;
        switch (random.Next(3))
        {
            case 0 when body > 0:
                frame[HeaderEnd + random.Next(body)] ^= (byte)(1 << random.Next(8));
                return frame;
            case 1 when body >= sizeof(int):
                BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(HeaderEnd + random.Next(body - 3)), FalseNumbers[random.Next(FalseNumbers.Length)]);
                return frame;
            default:
                var cut = frame[..(HeaderEnd + random.Next(body + 1))];
                BinaryPrimitives.WriteInt32BigEndian(cut, cut.Length - sizeof(int));
                return cut;
        }
    }

    private IRecord Body(OpCode opCode) => opCode switch
    {
        OpCode.Create or OpCode.Create2 or OpCode.CreateContainer => Create(opCode),
        OpCode.CreateTtl => new CreateTtlRequest(Path(), Data(), Acls(), Mode(CreateMode.PersistentWithTtl), random.Next(-1, 3)),
        OpCode.Delete or OpCode.Check => new VersionedRequest(Path(), random.Next(-1, 2)),
        OpCode.SetData => new SetDataRequest(Path(), Data(), random.Next(-1, 2)),
        OpCode.SetAcl => new SetAclRequest(Path(), Acls(), random.Next(-1, 2)),
        OpCode.Multi => Multi(OpCode.Create, OpCode.Create2, OpCode.Delete, OpCode.SetData, OpCode.Check, OpCode.CreateContainer),
        OpCode.MultiRead => Multi(OpCode.GetData, OpCode.GetChildren),
        OpCode.Exists or OpCode.GetData or OpCode.GetChildren or OpCode.GetChildren2 => new ReadRequest(Path(), random.Next(2) == 0),
        OpCode.AddWatch => new AddWatchRequest(Path(), (WatchMode)random.Next(3)),
        OpCode.CheckWatches or OpCode.RemoveWatches => new RemoveWatchesRequest(Path(), (WatcherType)random.Next(7)),
        OpCode.SetWatches => new SetWatchesRequest(random.Next(100), Paths(), Paths(), Paths(), [], []),
        OpCode.SetWatches2 => new SetWatchesRequest(random.Next(100), Paths(), Paths(), Paths(), Paths(), [Path()]),
        OpCode.Auth => new AuthPacket(0, random.Next(5) == 0 ? "unknown" : "digest", Data()),
        _ => new PathRequest(Path()),
    };

    private CreateRequest Create(OpCode opCode) =>
        new(Path(), Data(), Acls(), Mode(opCode == OpCode.CreateContainer ? CreateMode.Container : CreateMode.Persistent));

    private MultiRequest Multi(params OpCode[] opCodes) => new([.. Enumerable.Range(0, random.Next(6)).Select(_ =>
    {
        var opCode = random.Next(30) == 0 ? OpCode.GetData : opCodes[random.Next(opCodes.Length)];
        return new MultiOperation(opCode, Body(opCode));
    })]);

    private CreateMode Mode(CreateMode usual) => random.Next(2) == 0 ? usual : (CreateMode)random.Next(-1, 8);

    private AclRecord[] Acls() => random.Next(10) switch
    {
        0 => [],
        1 => AclRecord.Wrap(Acl.Creator),
        2 => AclRecord.Wrap([new Acl((Permissions)random.Next(64), "ip", "127.0.0.1/33")]),
        3 => AclRecord.Wrap([Acl.Digest((Permissions)random.Next(32), "u", "p")]),
        _ => AclRecord.Wrap(Acl.Open),
    };

    private string[] Paths() => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Path())];

    private string Path() => random.Next(30) switch
    {
        0 => "",
        1 => Root + "/",
        2 => Root + "//a",
        3 => Root + "/../a",
        4 => Root + "/\0",
        5 => Root[1..],
        _ => Root + string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => $"/{(char)('a' + random.Next(3))}")),
    };

    private byte[]? Data() => random.Next(3) switch { 0 => null, 1 => [], _ => Bytes(random.Next(100)) };

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private FreeBody Nonsense() => new(writer => writer.WriteRaw(Bytes(random.Next(300))));
}
