using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Benchmarks.Floor;

/// <summary>A session on a plain socket: frames out, frames in. The minimum that any client must do.</summary>
internal sealed class RawConnection : IDisposable
{
    private const int HandshakeLength = 44;
    private const int PasswordLength = 16;
    private const int CloseSession = -11;
    private const int SessionTimeout = 60_000;
    private const int DefaultBufferLength = 1 << 20;
    private readonly Socket _socket;
    private readonly SslStream? _tls;
    private byte[] _buffer;
    private byte[] _password = new byte[PasswordLength];
    private long _sessionId;
    private int _start;
    private int _end;

    private RawConnection(Socket socket, SslStream? tls, int bufferLength)
    {
        _socket = socket;
        _tls = tls;
        _buffer = new byte[bufferLength];
    }

    public int Requests { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The zxid of the newest reply.</summary>
    public long Zxid { get; private set; }

    /// <param name="connectionString">The server.</param>
    /// <param name="bufferLength">The length of the buffer in bytes.</param>
    /// <param name="authority">The authority of the server's certificate; null for a connection without TLS.</param>
    public static RawConnection Open(string connectionString, int bufferLength = DefaultBufferLength, X509Certificate2? authority = null)
    {
        var connection = Connect(connectionString, bufferLength, authority);
        connection.Handshake();
        return connection;
    }

    /// <summary>Opens a new connection for this session. Dispose of this one first.</summary>
    public RawConnection Reattach(string connectionString)
    {
        var connection = Connect(connectionString, DefaultBufferLength);
        (connection._sessionId, connection._password, connection.Zxid) = (_sessionId, _password, Zxid);
        connection.Handshake();
        return connection;
    }

    public void Send(ReadOnlySpan<byte> frame)
    {
        Requests++;
        Bytes += frame.Length;
        if (_tls is not null)
        {
            _tls.Write(frame);
            return;
        }

        while (!frame.IsEmpty)
        {
            frame = frame[_socket.Send(frame)..];
        }
    }

    /// <summary>The next frame without its length; valid until the next call.</summary>
    public ReadOnlySpan<byte> Receive()
    {
        Fill(sizeof(int));
        Fill(NextLength());
        return Take().Span;
    }

    /// <summary>As <see cref="Receive"/>, without blocking a thread.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync()
    {
        await FillAsync(sizeof(int));
        await FillAsync(NextLength());
        return Take();
    }

    /// <summary>Closes the session. Otherwise the server expires it later, by an unexpected transaction.</summary>
    public void Close()
    {
        Send(new RequestFrame(1, CloseSession).Seal());
        Receive();
        Dispose();
    }

    public void Dispose()
    {
        _tls?.Dispose();
        _socket.Dispose();
    }

    private static RawConnection Connect(string connectionString, int bufferLength, X509Certificate2? authority = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var server = IPEndPoint.Parse(connectionString);
        socket.Connect(server);
        var tls = authority is null ? null : new SslStream(new NetworkStream(socket));
        tls?.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = $"{server.Address}",
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority! },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        });
        return new RawConnection(socket, tls, bufferLength);
    }

    private void Handshake()
    {
        var handshake = new byte[sizeof(int) + HandshakeLength];
        BinaryPrimitives.WriteInt32BigEndian(handshake, HandshakeLength);
        BinaryPrimitives.WriteInt64BigEndian(handshake.AsSpan(8), Zxid); // after the protocol's version, which is 0
        BinaryPrimitives.WriteInt32BigEndian(handshake.AsSpan(16), SessionTimeout);
        BinaryPrimitives.WriteInt64BigEndian(handshake.AsSpan(20), _sessionId);
        BinaryPrimitives.WriteInt32BigEndian(handshake.AsSpan(28), PasswordLength);
        _password.CopyTo(handshake, 32);
        Send(handshake);
        Requests = 0;
        var zxid = Zxid;
        var response = Receive();
        Zxid = zxid; // the response has no header
        _sessionId = BinaryPrimitives.ReadInt64BigEndian(response[8..]);
        _password = response.Slice(20, PasswordLength).ToArray();
        if (_sessionId == 0)
        {
            throw new IOException("The session is over.");
        }
    }

    private int NextLength() => sizeof(int) + BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));

    private ReadOnlyMemory<byte> Take()
    {
        var frame = _buffer.AsMemory(_start, NextLength())[sizeof(int)..];
        _start += sizeof(int) + frame.Length;
        Zxid = Math.Max(Zxid, BinaryPrimitives.ReadInt64BigEndian(frame.Span[sizeof(int)..])); // −1 of an event
        return frame;
    }

    private void Fill(int count)
    {
        MakeRoom(count);
        while (_end - _start < count)
        {
            Received(_tls?.Read(_buffer.AsSpan(_end)) ?? _socket.Receive(_buffer.AsSpan(_end)));
        }
    }

    private async ValueTask FillAsync(int count)
    {
        MakeRoom(count);
        while (_end - _start < count)
        {
            Received(await (_tls?.ReadAsync(_buffer.AsMemory(_end)) ?? _socket.ReceiveAsync(_buffer.AsMemory(_end))));
        }
    }

    private void MakeRoom(int count)
    {
        if (_buffer.Length - _start < count)
        {
            var larger = _buffer.Length < count ? new byte[count * 2] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
            (_buffer, _end, _start) = (larger, _end - _start, 0);
        }
    }

    private void Received(int bytes)
    {
        if (bytes == 0)
        {
            throw new IOException("The server closed the connection.");
        }

        Bytes += bytes;
        _end += bytes;
    }
}
