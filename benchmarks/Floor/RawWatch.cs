using System.Buffers.Binary;

namespace Benchmarks.Floor;

/// <summary>Follows one znode of a tree with the minimum of work: one recursive watch on the tree, and one getData per event.</summary>
internal sealed class RawWatch
{
    private const int GetData = 4;
    private const int AddWatch = 106;
    private const int Recursive = 1;
    private const int HeaderLength = 16;

    private readonly RawConnection _connection;
    private readonly byte[] _read;

    public RawWatch(RawConnection connection, string root, string path)
    {
        _connection = connection;
        _read = new RequestFrame(1, GetData).Text(path).Flag(false).Seal().ToArray();
        connection.Send(new RequestFrame(1, AddWatch).Text(root).Int(Recursive).Seal());
        connection.Receive();
    }

    /// <summary>Waits for the next change, and returns the new data; valid until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        Ask();
        return Answer();
    }

    /// <summary>As <see cref="Next"/>, without blocking a thread.</summary>
    public async Task<byte[]> NextAsync()
    {
        await _connection.ReceiveAsync();
        _connection.Send(_read);
        return Data((await _connection.ReceiveAsync()).Span).ToArray();
    }

    /// <summary>The first half of <see cref="Next"/>.</summary>
    public void Ask()
    {
        _connection.Receive();
        _connection.Send(_read);
    }

    /// <summary>The second half of <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Answer() => Data(_connection.Receive());

    private static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> reply) =>
        reply.Slice(HeaderLength + sizeof(int), BinaryPrimitives.ReadInt32BigEndian(reply[HeaderLength..]));
}
