using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>One connection of a <see cref="ScriptedServer"/>.</summary>
internal sealed class ScriptedConnection(Socket socket, int number, CancellationToken cancellationToken) : IDisposable
{
    private const int SyncConnected = 3;

    private Stream _stream = new NetworkStream(socket, ownsSocket: true);

    /// <summary>1 for the server's first connection.</summary>
    public int Number { get; } = number;

    /// <summary>The zxid of replies to pings.</summary>
    public long Zxid { get; set; } = 1;

    /// <summary>Called for each ping that is answered, before it is.</summary>
    public Action Pinged { get; set; } = () => { };

    /// <summary>How many bytes have arrived that the script has not read.</summary>
    public int Unread => socket.Available;

    public void Dispose() => _stream.Dispose();

    /// <summary>From here on TLS is in between.</summary>
    public async Task<SslStream> SecureAsync(SslServerAuthenticationOptions options)
    {
        var secured = new SslStream(_stream);
        _stream = secured;
        try
        {
            await secured.AuthenticateAsServerAsync(options, cancellationToken);
        }
        catch (AuthenticationException e)
        {
            throw new IOException("The client went away.", e);
        }

        return secured;
    }

    public async Task<ConnectRequest> ReadHandshakeAsync() => Jute.Decode<ConnectRequest>(await ReadFrameAsync());

    /// <summary>Reads the handshake; null, if it is the four-letter word <c>isro</c> instead.</summary>
    public async Task<ConnectRequest?> ReadHandshakeOrIsroAsync()
    {
        var prefix = await ReadPrefixAsync();
        return prefix.AsSpan().SequenceEqual("isro"u8) ? null : Jute.Decode<ConnectRequest>(await ReadContentAsync(prefix));
    }

    /// <summary>Reads the handshake and grants a session, the one asked for or a new one.</summary>
    public async Task<ConnectRequest> AcceptAsync(long newSessionId = 0x1234, int? timeoutMilliseconds = null)
    {
        var request = await ReadHandshakeAsync();
        await SendAsync(Response(request, newSessionId, timeoutMilliseconds));
        return request;
    }

    public static byte[] Response(ConnectRequest request, long newSessionId = 0x1234, int? timeoutMilliseconds = null) => Jute.Frame(new ConnectResponse(
        0, timeoutMilliseconds ?? request.TimeoutMilliseconds, request.SessionId == 0 ? newSessionId : request.SessionId, new byte[16], ReadOnly: false));

    /// <summary>The next request, with its whole content. Pings are answered on the way.</summary>
    public async Task<(RequestHeader Header, byte[] Content)> ReadRequestAsync()
    {
        while (true)
        {
            var content = await ReadFrameAsync();
            var header = Jute.Decode<RequestHeader>(content.AsSpan(0, 8));
            if (header.OpCode != OpCode.Ping)
            {
                return (header, content);
            }

            Pinged();
            await ReplyAsync(Xid.Ping, Zxid);
        }
    }

    /// <summary>Waits for a ping, and leaves it without an answer.</summary>
    public async Task ReadPingAsync() => Assert.AreEqual(OpCode.Ping, Jute.Decode<RequestHeader>((await ReadFrameAsync()).AsSpan(0, 8)).OpCode);

    public Task ReplyAsync(int xid, long zxid, ErrorCode error = ErrorCode.Ok, IRecord? body = null) =>
        SendAsync(Reply(xid, zxid, error, body));

    public static byte[] Reply(int xid, long zxid, ErrorCode error = ErrorCode.Ok, IRecord? body = null) =>
        Jute.Frame(new ReplyHeader(xid, zxid, error), body ?? default(Nothing));

    public Task EventAsync(int type, string path, long zxid = -1) =>
        SendAsync(Reply(Xid.Notification, zxid, body: new WatcherEvent(type, SyncConnected, path)));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes, cancellationToken);

    /// <summary>Sends byte by byte, each in a packet of its own.</summary>
    public async Task DribbleAsync(byte[] bytes)
    {
        socket.NoDelay = true;
        for (var i = 0; i < bytes.Length; i++)
        {
            await SendAsync(bytes.AsMemory(i, 1));
        }
    }

    /// <summary>Answers every request as an empty ensemble would: each exists with NoNode.</summary>
    public Task ServeAsync() => ServeAsync(request => ReplyAsync(
        request.Xid, request.OpCode == OpCode.Auth ? 0 : Zxid, request.OpCode == OpCode.Exists ? ErrorCode.NoNode : ErrorCode.Ok));

    public async Task ServeAsync(Func<RequestHeader, Task> answer)
    {
        while (true)
        {
            var (header, _) = await ReadRequestAsync();
            await answer(header);
        }
    }

    /// <summary>Waits until the client has closed the connection.</summary>
    public async Task UntilClosedAsync()
    {
        var buffer = new byte[1024];
        while (await _stream.ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    }

    private async Task<byte[]> ReadFrameAsync() => await ReadContentAsync(await ReadPrefixAsync());

    private async Task<byte[]> ReadPrefixAsync()
    {
        var prefix = new byte[sizeof(int)];
        await _stream.ReadExactlyAsync(prefix, cancellationToken);
        return prefix;
    }

    private async Task<byte[]> ReadContentAsync(byte[] prefix)
    {
        var content = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix)];
        await _stream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }
}
