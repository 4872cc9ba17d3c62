using System.Buffers.Binary;

namespace ZooKeeper.Testing;

/// <summary>Reads and writes whole frames: a length of four bytes, then that many bytes.</summary>
internal sealed class FrameStream(Stream stream) : IAsyncDisposable
{
    public async Task WriteAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var bytes = new byte[4 + frame.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, frame.Length);
        frame.CopyTo(bytes.AsMemory(4));
        await stream.WriteAsync(bytes, cancellationToken);
    }

    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, cancellationToken);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(frame, cancellationToken);
        return frame;
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
