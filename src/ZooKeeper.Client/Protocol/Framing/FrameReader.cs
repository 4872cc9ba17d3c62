using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ZooKeeper.Client.Protocol;

/// <summary>
/// Splits a stream into frames: a length of four bytes, followed by that many bytes. The buffer grows only as bytes arrive, so a false length allocates
/// nothing. The buffer shrinks when idle. The reader skips a frame over the limit and returns only its beginning, so the connection survives it.
/// </summary>
internal sealed class FrameReader(Stream stream, int maxLength, TimeProvider time) : IDisposable
{
    private const int PrefixSize = sizeof(int);
    private const int HandshakeLimit = 1024;
    private const int TlsAlert = 0x1503; // the type of the TLS record and the major version
    private const int IdleCapacity = 16 * 1024;
    private const int GrowthLimit = 4 * 1024 * 1024;
    private const int PooledLimit = 1024 * 1024; // the shared pool keeps returned buffers for minutes, for each thread

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(IdleCapacity);
    private int _start;
    private int _end;
    private long _lastReceived = time.GetTimestamp();

    /// <summary>Gets when bytes last arrived. A slow connection that delivers bytes is alive.</summary>
    public long LastReceived => Volatile.Read(ref _lastReceived);

    /// <summary>Gets whether the buffer contains the next frame in full, so that reading it does not wait.</summary>
    public bool HasNext => Buffered >= PrefixSize && NextLength() is var length && length <= maxLength && Buffered - PrefixSize >= length;

    private int Buffered => _end - _start;

    /// <summary>Gets the frame that was read last.</summary>
    public Frame Frame { get; private set; }

    /// <summary>Reads the next frame into <see cref="Frame"/>.</summary>
    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    /// <exception cref="JuteException">The bytes are not a valid frame.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] // this method and FillAsync wait for each packet; pooling avoids an allocation each time
    public async ValueTask ReadAsync(CancellationToken cancellationToken = default)
    {
        Shrink();
        await FillAsync(PrefixSize, cancellationToken).ConfigureAwait(false);
        var length = NextLength();
        if (length < 0)
        {
            throw new JuteException($"The length of a frame is {length} bytes, which is invalid.");
        }

        _start += PrefixSize;
        if (length > maxLength)
        {
            await DrainAsync(length, cancellationToken).ConfigureAwait(false);
            return;
        }

        await FillAsync(length, cancellationToken).ConfigureAwait(false);
        Frame = new Frame(_buffer.AsMemory(_start, length), length);
        _start += length;
    }

    /// <summary>Gets the length of the next frame without reading the frame.</summary>
    /// <exception cref="EndOfStreamException">The other side closed the connection.</exception>
    public async ValueTask<int> PeekLengthAsync(CancellationToken cancellationToken = default)
    {
        await FillAsync(PrefixSize, cancellationToken).ConfigureAwait(false);
        return NextLength();
    }

    /// <summary>Reads the first frame of the server. If it is long, the server is not a ZooKeeper server.</summary>
    public async Task<ConnectResponse> ReadHandshakeAsync(CancellationToken cancellationToken)
    {
        await FillAsync(PrefixSize, cancellationToken).ConfigureAwait(false);
        if (NextLength() is var length and (< 0 or > HandshakeLimit))
        {
            throw length >> 16 == TlsAlert
                ? new JuteException("The answer is TLS, so the port is for TLS, but Tls.Enabled is not set.", isTls: true)
                : new JuteException("The answer is not a ZooKeeper handshake. Check that this is a ZooKeeper client port.");
        }

        await ReadAsync(cancellationToken).ConfigureAwait(false);
        return Decode(Frame.Bytes.Span);

        static ConnectResponse Decode(ReadOnlySpan<byte> bytes)
        {
            var reader = new JuteReader(bytes);
            return ConnectResponse.Read(ref reader);
        }
    }

    public void Dispose()
    {
        Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }

    private int NextLength() => BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start, PrefixSize));

    private async ValueTask DrainAsync(int length, CancellationToken cancellationToken)
    {
        await FillAsync(ReplyHeader.Size, cancellationToken).ConfigureAwait(false);
        var beginning = _buffer.AsSpan(_start, ReplyHeader.Size).ToArray();
        var left = length;
        while (left > Buffered)
        {
            left -= Buffered;
            _start = _end = 0;
            await FillAsync(1, cancellationToken).ConfigureAwait(false);
        }

        _start += left;
        Frame = new Frame(beginning, length);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync(int count, CancellationToken cancellationToken)
    {
        while (Buffered < count)
        {
            if (_buffer.Length - _start < count)
            {
                MakeRoom(count);
            }

            var received = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (received == 0)
            {
                throw new EndOfStreamException("The server closed the connection.");
            }

            _end += received;
            Volatile.Write(ref _lastReceived, time.GetTimestamp());
        }
    }

    private void MakeRoom(int count)
    {
        var isFull = Buffered >= _buffer.Length / 2;
        MoveTo(isFull ? (int)Math.Min(Math.Max(count, IdleCapacity), _buffer.Length + Math.Min(3L * _buffer.Length, GrowthLimit)) : _buffer.Length);
    }

    private void Shrink()
    {
        if (Buffered == 0)
        {
            _start = _end = 0;
        }

        if (_buffer.Length > 4 * IdleCapacity && Buffered < IdleCapacity)
        {
            MoveTo(IdleCapacity);
        }
    }

    private void MoveTo(int capacity)
    {
        var target = capacity == _buffer.Length ? _buffer : Rent(capacity);
        var buffered = Buffered;
        _buffer.AsSpan(_start, buffered).CopyTo(target);
        if (target != _buffer)
        {
            Return(_buffer);
            _buffer = target;
        }

        _start = 0;
        _end = buffered;
    }

    private static byte[] Rent(int capacity) =>
        capacity > PooledLimit ? GC.AllocateUninitializedArray<byte>(capacity) : ArrayPool<byte>.Shared.Rent(capacity);

    private static void Return(byte[] buffer)
    {
        if (buffer.Length <= PooledLimit)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
