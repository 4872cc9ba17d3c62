namespace ZooKeeper.Client.Tests.Protocol;

/// <summary>Bytes that arrive in pieces of chosen sizes; then the end.</summary>
internal sealed class ChunkedStream(byte[] bytes, Func<int> nextSize) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => bytes.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>How much room the reader offered at its last read, and at most.</summary>
    public (int Last, int Most) Room { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Assert.IsGreaterThan(0, buffer.Length, "a read without room cannot be told from the end");
        Room = (buffer.Length, Math.Max(Room.Most, buffer.Length));
        var size = Math.Min(Math.Min(Math.Max(1, nextSize()), buffer.Length), bytes.Length - _position);
        bytes.AsMemory(_position, size).CopyTo(buffer);
        _position += size;
        return ValueTask.FromResult(size);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
