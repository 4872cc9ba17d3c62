using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ZooKeeper.Testing;

/// <summary>A ZooKeeper session over a plain socket, independent of the client under test.</summary>
public sealed class RawSession : IAsyncDisposable
{
    private const int CloseSession = -11;
    private const int Ping = 11;
    private const int PingXid = -2;
    private const int NotificationXid = -1;
    private const int PasswordLength = 16;

    private readonly FrameStream _frames;
    private int _lastXid;

    private RawSession(FrameStream frames) => _frames = frames;

    /// <summary>The id that the server gave to the session.</summary>
    public long SessionId { get; private set; }

    /// <summary>The password that the server gave to the session.</summary>
    public byte[] Password { get; private set; } = [];

    /// <summary>The session timeout that was negotiated.</summary>
    public TimeSpan SessionTimeout { get; private set; }

    /// <summary>Opens a new session, or attaches to an existing one by its id and password.</summary>
    /// <exception cref="IOException">The server closed the connection without an answer.</exception>
    /// <exception cref="InvalidOperationException">The session has expired, or its password differs.</exception>
    public static async Task<RawSession> ConnectAsync(
        int port,
        TimeSpan sessionTimeout,
        long sessionId = 0,
        byte[]? password = null,
        long lastZxidSeen = 0,
        CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            var session = new RawSession(new FrameStream(new NetworkStream(socket, ownsSocket: true)));
            await session.HandshakeAsync(sessionTimeout, sessionId, password, lastZxidSeen, cancellationToken);
            return session;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Expires another client's session: attaches to it and closes it.</summary>
    public static async Task ExpireAsync(int port, long sessionId, byte[] password, CancellationToken cancellationToken = default)
    {
        await using var session = await ConnectAsync(port, TimeSpan.FromSeconds(10), sessionId, password, cancellationToken: cancellationToken);
        await session.CloseSessionAsync(cancellationToken);
    }

    /// <summary>Sends one request and returns the frame of its reply: xid, zxid, error, body.</summary>
    public async Task<byte[]> RequestAsync(int opcode, ReadOnlyMemory<byte> body = default, CancellationToken cancellationToken = default)
    {
        var request = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(request, opcode == Ping ? PingXid : ++_lastXid);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(4), opcode);
        body.CopyTo(request.AsMemory(8));
        await _frames.WriteAsync(request, cancellationToken);

        byte[] reply;
        do
        {
            reply = await _frames.ReadAsync(cancellationToken);
        }
        while (BinaryPrimitives.ReadInt32BigEndian(reply) == NotificationXid);

        return reply;
    }

    /// <summary>Ends the session at the server, with its ephemeral znodes and its watches.</summary>
    public Task CloseSessionAsync(CancellationToken cancellationToken = default) =>
        RequestAsync(CloseSession, cancellationToken: cancellationToken);

    /// <summary>Closes the connection. The session lives on until it times out.</summary>
    public ValueTask DisposeAsync() => _frames.DisposeAsync();

    private async Task HandshakeAsync(
        TimeSpan sessionTimeout,
        long sessionId,
        byte[]? password,
        long lastZxidSeen,
        CancellationToken cancellationToken)
    {
        var request = new byte[45];
        BinaryPrimitives.WriteInt64BigEndian(request.AsSpan(4), lastZxidSeen);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(12), (int)sessionTimeout.TotalMilliseconds);
        BinaryPrimitives.WriteInt64BigEndian(request.AsSpan(16), sessionId);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(24), PasswordLength);
        password?.CopyTo(request, 28);
        await _frames.WriteAsync(request, cancellationToken);

        var response = await _frames.ReadAsync(cancellationToken);
        var timeout = BinaryPrimitives.ReadInt32BigEndian(response.AsSpan(4));
        if (timeout <= 0)
        {
            throw new InvalidOperationException($"Session 0x{sessionId:x} has expired, or its password differs.");
        }

        SessionTimeout = TimeSpan.FromMilliseconds(timeout);
        SessionId = BinaryPrimitives.ReadInt64BigEndian(response.AsSpan(8));
        Password = response.AsSpan(20, PasswordLength).ToArray();
    }
}
