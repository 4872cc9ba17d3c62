using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Floor;

/// <summary>A session on a socket and nothing else: frames out, frames in. What any client has to do at least.</summary>
internal sealed class RawConnection : IDisposable
{
    private const int HandshakeLength = 44;
    private readonly Socket _socket;
    private byte[] _buffer = new byte[1 << 20];
    private int _start;
    private int _end;

    private RawConnection(Socket socket) => _socket = socket;

    public int Requests { get; private set; }

    public long Bytes { get; private set; }

    public static RawConnection Open(string connectionString)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPEndPoint.Parse(connectionString));
        var connection = new RawConnection(socket);
        var handshake = new byte[sizeof(int) + HandshakeLength];
        BinaryPrimitives.WriteInt32BigEndian(handshake, HandshakeLength);
        BinaryPrimitives.WriteInt32BigEndian(handshake.AsSpan(16), 30_000); // after protocol version and zxid: the session timeout
        BinaryPrimitives.WriteInt32BigEndian(handshake.AsSpan(28), 16); // the length of an empty password
        connection.Send(handshake);
        connection.Receive();
        return connection;
    }

    public void Send(ReadOnlySpan<byte> frames)
    {
        Requests++;
        Bytes += frames.Length;
        while (!frames.IsEmpty)
        {
            frames = frames[_socket.Send(frames)..];
        }
    }

    /// <summary>The next frame without its length; valid until the next call.</summary>
    public ReadOnlySpan<byte> Receive()
    {
        Fill(sizeof(int));
        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        _start += sizeof(int);
        Fill(length);
        _start += length;
        return _buffer.AsSpan(_start - length, length);
    }

    public void Dispose() => _socket.Dispose();

    private void Fill(int count)
    {
        if (_buffer.Length - _start < count)
        {
            var larger = _buffer.Length < count ? new byte[count * 2] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
            (_buffer, _end, _start) = (larger, _end - _start, 0);
        }

        while (_end - _start < count)
        {
            var received = _socket.Receive(_buffer.AsSpan(_end));
            if (received == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            Bytes += received;
            _end += received;
        }
    }
}
