using System.Buffers.Binary;

namespace Benchmarks.Floor;

/// <summary>
/// Keeps one socket busy: while the server answers one half of the window, the other half is in flight, in one write.
/// The frames are prepared in advance.
/// </summary>
internal sealed class RawThroughput(RawConnection connection)
{
    private const int GetDataCode = 4;
    private const int SetDataCode = 5;
    private const int AnyVersion = -1;
    private const int HeaderLength = 16;

    /// <summary>The maximum number of operations in flight.</summary>
    public const int Window = 1000;

    public static byte[][] GetData(string[] paths) => Halves(paths, (path, xid) => new RequestFrame(xid, GetDataCode).Text(path).Flag(false));

    public static byte[][] SetData(string[] paths, byte[] value) =>
        Halves(paths, (path, xid) => new RequestFrame(xid, SetDataCode).Text(path).Data(value).Int(AnyVersion));

    /// <param name="halves">The requests of half a window each, sent in turns.</param>
    /// <param name="operations">How many operations; a multiple of half a window.</param>
    /// <param name="check">Sees the number of each operation and the body of its reply.</param>
    public void Run(byte[][] halves, int operations, Action<int, ReadOnlySpan<byte>> check)
    {
        const int half = Window / 2;
        connection.Send(halves[0]);
        for (var (done, sent) = (0, half); done < operations; sent += half)
        {
            if (sent < operations)
            {
                connection.Send(halves[sent / half % halves.Length]);
            }

            for (var i = 0; i < half; i++, done++)
            {
                var reply = connection.Receive();
                if (BinaryPrimitives.ReadInt32BigEndian(reply[12..]) is not 0 and var error)
                {
                    throw new InvalidOperationException($"The server answered {error}.");
                }

                check(done, reply[HeaderLength..]);
            }
        }
    }

    private static byte[][] Halves(string[] paths, Func<string, int, RequestFrame> request) =>
        [.. paths.Chunk(Window / 2).Select(half => half.SelectMany((path, index) => request(path, index + 1).Seal().ToArray()).ToArray())];
}
