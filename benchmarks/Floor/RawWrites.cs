using System.Buffers.Binary;
using System.Text;

namespace Benchmarks.Floor;

/// <summary>Creates an ephemeral sequential znode and deletes it: the two writes that every lock costs, one after the other, and nothing else.</summary>
internal sealed class RawWrites(RawConnection connection, string prefix)
{
    private const int CreateCode = 1;
    private const int DeleteCode = 2;
    private const int EphemeralSequential = 3;
    private const int AnyVersion = -1;
    private const int AllPermissions = 31;
    private const int HeaderLength = 16;

    private int _xid;

    public void Run(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var create = new RequestFrame(++_xid, CreateCode).Text(prefix).Data([]).Int(1).Int(AllPermissions).Text("world").Text("anyone").Int(EphemeralSequential);
            var path = Ask(create)[(HeaderLength + sizeof(int))..];
            Ask(new RequestFrame(++_xid, DeleteCode).Text(Encoding.UTF8.GetString(path)).Int(AnyVersion));
        }
    }

    private ReadOnlySpan<byte> Ask(RequestFrame request)
    {
        connection.Send(request.Seal());
        var reply = connection.Receive();
        return BinaryPrimitives.ReadInt32BigEndian(reply[12..]) is 0 ? reply : throw new InvalidOperationException("The server answered with an error.");
    }
}
