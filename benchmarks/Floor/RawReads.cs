using System.Buffers.Binary;

namespace Benchmarks.Floor;

/// <summary>Reads a few znodes, with one getData for each.</summary>
internal static class RawReads
{
    private const int GetData = 4;
    private const int HeaderLength = 16;

    public static Dictionary<string, byte[]> Read(RawConnection connection, IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            connection.Send(new RequestFrame(1, GetData).Text(path).Flag(false).Seal());
        }

        var values = new Dictionary<string, byte[]>();
        foreach (var path in paths)
        {
            var reply = connection.Receive()[HeaderLength..];
            var length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(reply));
            values[path] = reply.Slice(sizeof(int), length).ToArray();
        }

        return values;
    }
}
