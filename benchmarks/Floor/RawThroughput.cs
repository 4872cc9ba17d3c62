using System.Buffers.Binary;

namespace Benchmarks.Floor;

/// <summary>
/// Keeps one socket busy with a full window of requests. When a part of the window is answered, the next one goes out in one write. The frames are prepared in
/// advance.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="parts">How many parts a window has. Few parts take fewer writes, and many parts keep the window fuller.</param>
/// <param name="hasSender">Whether another thread sends, so that it does not wait for replies to be read.</param>
internal sealed class RawThroughput(RawConnection connection, int parts, bool hasSender)
{
    private const int GetDataCode = 4;
    private const int SetDataCode = 5;
    private const int AnyVersion = -1;
    private const int HeaderLength = 16;

    /// <summary>The maximum number of operations in flight.</summary>
    public const int Window = 1000;

    public static byte[][] GetData(string[] paths, int parts) => Parts(paths, parts, (path, xid) => new RequestFrame(xid, GetDataCode).Text(path).Flag(false));

    public static byte[][] SetData(string[] paths, int parts, byte[] value) =>
        Parts(paths, parts, (path, xid) => new RequestFrame(xid, SetDataCode).Text(path).Data(value).Int(AnyVersion));

    /// <param name="requests">The requests of one part each, sent in turns.</param>
    /// <param name="operations">How many operations; a multiple of a part.</param>
    /// <param name="check">Sees the number of each operation and the body of its reply.</param>
    public void Run(byte[][] requests, int operations, Action<int, ReadOnlySpan<byte>> check)
    {
        var part = Window / parts;
        using var room = new SemaphoreSlim(parts);
        var sent = 0;
        var sending = hasSender ? Task.Factory.StartNew(SendAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default) : Task.CompletedTask;
        for (var done = 0; done < operations; room.Release())
        {
            while (!hasSender && sent < operations && room.Wait(0))
            {
                Send();
            }

            for (var i = 0; i < part; i++, done++)
            {
                var reply = connection.Receive();
                if (BinaryPrimitives.ReadInt32BigEndian(reply[12..]) is not 0 and var error)
                {
                    throw new InvalidOperationException($"The server answered {error}.");
                }

                check(done, reply[HeaderLength..]);
            }
        }

        sending.Wait();

        void SendAll()
        {
            while (sent < operations)
            {
                room.Wait();
                Send();
            }
        }

        void Send()
        {
            connection.Send(requests[sent / part % requests.Length]);
            sent += part;
        }
    }

    private static byte[][] Parts(string[] paths, int parts, Func<string, int, RequestFrame> request) =>
        [.. paths.Chunk(Window / parts).Select(part => part.SelectMany((path, index) => request(path, index + 1).Seal().ToArray()).ToArray())];
}
