using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests;

/// <summary>
/// A session over one connection, as it is on the wire and independent of the client library: every frame counts, in its order. Requests are answered
/// one after the other.
/// </summary>
internal sealed partial class WireSession : IAsyncDisposable
{
    private const int SyncConnected = 3;

    private readonly WireConnection _connection;
    private readonly List<WireEvent> _events = [];
    private int _lastXid;

    private WireSession(WireConnection connection) => _connection = connection;

    /// <summary>The length of the handshake's answer.</summary>
    public int HandshakeLength { get; private set; }

    /// <summary>What the handshake was answered; null if the connection was closed instead.</summary>
    public ConnectResponse? Handshake { get; private set; }

    public long Id => Handshake!.SessionId;

    public byte[] Password => Handshake!.Password!;

    /// <summary>Connects and sends a handshake, whatever comes of it.</summary>
    public static Task<WireSession> OpenAsync(int port, ConnectRequest request) => OpenAsync(port, WireConnection.Frame(request));

    /// <summary>Connects and sends bytes as the handshake, whatever comes of it.</summary>
    public static async Task<WireSession> OpenAsync(int port, ReadOnlyMemory<byte> handshake)
    {
        var session = new WireSession(await WireConnection.OpenAsync(port));
        await session._connection.WriteAsync(handshake);
        if (await session._connection.NextAsync() is { } answer)
        {
            session.HandshakeLength = answer.Length;
            session.Handshake = Read<ConnectResponse>(answer);
        }

        return session;
    }

    /// <summary>Sends bytes as they are.</summary>
    public Task WriteAsync(ReadOnlyMemory<byte> bytes) => _connection.WriteAsync(bytes);

    /// <summary>Sends a request and returns its xid.</summary>
    public async Task<int> SendAsync(OpCode opCode, IRecord? body = null, int? xid = null)
    {
        var number = xid ?? ++_lastXid;
        await WriteAsync(WireConnection.Frame(new RequestHeader(number, opCode), body ?? default(Nothing)));
        return number;
    }

    /// <summary>Sends a request and waits for its reply, which has to be the next one.</summary>
    public async Task<WireReply> RequestAsync(OpCode opCode, IRecord? body = null, int? xid = null)
    {
        var number = await SendAsync(opCode, body, xid);
        var reply = await ReplyAsync();
        Assert.AreEqual(number, reply.Xid);
        return reply;
    }

    /// <summary>The next reply.</summary>
    /// <exception cref="EndOfStreamException">The server has closed the connection.</exception>
    public async Task<WireReply> ReplyAsync() =>
        await NextReplyAsync() ?? throw new EndOfStreamException("The server has closed the connection.");

    /// <summary>The events since the last reply. Those of everything that was done before this call are among them, and no later ones.</summary>
    public async Task<IReadOnlyList<WireEvent>> EventsAsync() => (await PingAsync()).Events;

    /// <summary>Waits for events until there are as many.</summary>
    public async Task<IReadOnlyList<WireEvent>> EventsAsync(int count)
    {
        while (_events.Count < count)
        {
            var frame = await _connection.NextAsync()
                ?? throw new EndOfStreamException($"The server has closed the connection after {_events.Count} of {count} events.");
            if (Take(frame) is { } reply)
            {
                Assert.Fail($"There is no request to be answered by {reply.Header}.");
            }
        }

        var events = _events.ToArray();
        _events.Clear();
        return events;
    }

    /// <summary>Waits until the server closes the connection, and checks that it sends nothing before.</summary>
    public async Task ClosedAsync() => Assert.IsNull(await _connection.NextAsync(), "The connection is closed without another frame.");

    /// <summary>Waits until the server closes the connection, whatever it sends before.</summary>
    public async Task EndAsync()
    {
        while (await _connection.NextAsync() is not null)
        {
        }
    }

    /// <summary>Closes the connection. The session lives on until it times out.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static T Read<T>(ReadOnlySpan<byte> bytes)
        where T : IRecord<T>
    {
        var reader = new JuteReader(bytes);
        var record = T.Read(ref reader);
        Assert.AreEqual(0, reader.Remaining, $"The frame is longer than a {typeof(T).Name}.");
        return record;
    }

    private async Task<WireReply?> NextReplyAsync()
    {
        while (await _connection.NextAsync() is { } frame)
        {
            if (Take(frame) is { } reply)
            {
                return reply;
            }
        }

        return null;
    }

    /// <summary>Keeps an event; a reply is returned, with the events before it.</summary>
    private WireReply? Take(byte[] frame)
    {
        var header = Read<ReplyHeader>(frame.AsSpan(0, ReplyHeader.Size));
        if (header.Xid != Xid.Notification)
        {
            var reply = new WireReply(header, frame[ReplyHeader.Size..], [.. _events]);
            _events.Clear();
            return reply;
        }

        Assert.AreEqual(ErrorCode.Ok, header.Error);
        var notification = Read<WatcherEvent>(frame.AsSpan(ReplyHeader.Size));
        Assert.AreEqual(SyncConnected, notification.State);
        _events.Add(new WireEvent((WatchEventType)notification.Type, notification.Path, header.Zxid));
        return null;
    }
}
