using System.Buffers.Binary;
using System.Net.Sockets;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Switches;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>A plain socket to a server. It sends whatever bytes a test wants, and reads only when it is told to.</summary>
internal sealed class RawPeer : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private RawPeer(Socket socket) => (_socket, _stream) = (socket, new NetworkStream(socket, ownsSocket: true));

    /// <summary>How many bytes have arrived that were not read.</summary>
    public int Available => _socket.Available;

    /// <summary>Connects, and says nothing.</summary>
    public static async Task<RawPeer> ConnectAsync(ZooKeeperDevServer server)
    {
        var socket = new Socket(server.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.EndPoint).WaitAsync(Deadline);
            return new RawPeer(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects and opens a session.</summary>
    public static async Task<RawPeer> OpenSessionAsync(ZooKeeperDevServer server, TimeSpan? timeout = null)
    {
        var peer = await ConnectAsync(server);
        await peer.SendAsync(WireConnection.Frame(ServerConnections.New(timeout ?? TimeSpan.FromSeconds(40))));
        Assert.IsNotNull(await peer.ReceiveAsync(), "The handshake is answered.");
        return peer;
    }

    /// <summary>Sends bytes. That the server has closed the connection meanwhile is for <see cref="ClosedAsync"/> to find.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes).AsTask().WaitAsync(Deadline);
        }
        catch (IOException)
        {
        }
    }

    public Task SendAsync(int xid, OpCode opCode, IRecord? body = null) =>
        SendAsync(WireConnection.Frame(new RequestHeader(xid, opCode), body ?? default(Nothing)));

    /// <summary>Ends the sending direction; the other one stays open.</summary>
    public void FinishSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server was quicker.
        }
    }

    /// <summary>The next frame, or null if the connection is closed.</summary>
    public async Task<byte[]?> ReceiveAsync()
    {
        using var timeout = new CancellationTokenSource(Deadline);
        try
        {
            var length = new byte[sizeof(int)];
            if (await _stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, timeout.Token) == 0)
            {
                return null;
            }

            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await _stream.ReadExactlyAsync(frame, timeout.Token);
            return frame;
        }
        catch (IOException e) when (e is not EndOfStreamException)
        {
            // Reset, as a connection is whose bytes were not all read.
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The server has neither sent a frame within {Deadline.TotalSeconds} s nor closed the connection.");
        }
    }

    /// <summary>The header of the next frame, which has to come.</summary>
    public async Task<ReplyHeader> ReceiveHeaderAsync() => HeaderOf(await ReceiveAsync() ?? throw new EndOfStreamException("The server has closed the connection."));

    /// <summary>Waits until the server closes the connection; it has nothing to say before.</summary>
    public async Task ClosedAsync() => Assert.IsNull(await ReceiveAsync(), "The connection is closed without a byte.");

    /// <summary>Reads until the server closes the connection, be it in the middle of a frame, and returns how many bytes that were.</summary>
    public async Task<long> DrainAsync()
    {
        using var timeout = new CancellationTokenSource(Deadline);
        var (buffer, total) = (new byte[64 * 1024], 0L);
        try
        {
            while (await _stream.ReadAsync(buffer, timeout.Token) is > 0 and var received)
            {
                total += received;
            }
        }
        catch (IOException)
        {
        }

        return total;
    }

    /// <summary>Reads until the server closes the connection, as text.</summary>
    public async Task<string> ReadTextAsync()
    {
        using var text = new StreamReader(_stream, leaveOpen: true);
        return await text.ReadToEndAsync().WaitAsync(Deadline);
    }

    /// <summary>Closes the connection by a reset, as a process does that is killed with unread bytes.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        Dispose();
    }

    public void Dispose() => _stream.Dispose();

    public static ReplyHeader HeaderOf(ReadOnlySpan<byte> frame)
    {
        var reader = new JuteReader(frame);
        return ReplyHeader.Read(ref reader);
    }
}
