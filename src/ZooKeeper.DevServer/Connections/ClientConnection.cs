using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Requests;

namespace ZooKeeper.DevServer.Connections;

/// <summary>
/// Serves the socket of one client. A client can occupy only limited memory: the bytes that it has sent of one request, and its unread replies.
/// </summary>
internal sealed partial class ClientConnection : IDisposable
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(10);

    private readonly StandaloneServer _server;
    private readonly Delivery _delivery;
    private readonly int _maxRequestLength;
    private readonly ILogger _logger;
    private readonly IPEndPoint _peer;
    private readonly NetworkStream _stream;
    private readonly FrameReader _frames;
    private readonly Outbox _outbox;
    private readonly ConnectedClient _client;

    public ClientConnection(Socket socket, StandaloneServer server, Delivery delivery, int maxRequestLength, ILogger logger)
    {
        (_server, _delivery, _maxRequestLength, _logger) = (server, delivery, maxRequestLength, logger);
        _peer = (IPEndPoint)socket.RemoteEndPoint!;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _frames = new FrameReader(_stream, maxRequestLength, delivery.Time);
        _outbox = new Outbox(delivery);
        _client = new ConnectedClient(_peer.Address, _outbox);
    }

    /// <summary>Closes the connection at once.</summary>
    public void Abort() => _client.Abort();

    /// <summary>Serves the client until one side closes the connection.</summary>
    public async Task RunAsync()
    {
        var writing = _outbox.WriteToAsync(_stream);
        var reading = ReadAsync();
        await Task.WhenAny(reading, writing).ConfigureAwait(false);

        // There is something left to send only if the server closes the connection.
        if (_outbox.IsComplete)
        {
            await FinishAsync(writing).ConfigureAwait(false);
        }

        await _outbox.AbortAsync().ConfigureAwait(false);
        await EndAsync(writing).ConfigureAwait(false);
        await EndAsync(reading).ConfigureAwait(false);
        await _server.LeaveAsync(_client).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _frames.Dispose();
        _stream.Dispose();
        _outbox.Dispose();
    }

    private async Task ReadAsync()
    {
        if (await ReadHandshakeAsync().ConfigureAwait(false) is not { } request)
        {
            return;
        }

        while (!await _server.ConnectAsync(_client, request).ConfigureAwait(false))
        {
            await WhenRunningAsync().ConfigureAwait(false);
        }

        // Ignore anything the client sends after the server has closed the session.
        while (!_outbox.IsComplete)
        {
            var frame = await ReadFrameAsync().ConfigureAwait(false);
            while (!await _server.ProcessAsync(_client, frame).ConfigureAwait(false))
            {
                await WhenRunningAsync().ConfigureAwait(false);
            }

            if (!_outbox.IsComplete)
            {
                await _outbox.WhenRoomAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<ConnectRequest?> ReadHandshakeAsync()
    {
        await using var deadline = _delivery.Time.CreateTimer(_ => AbortUnlessPaused(), state: null, HandshakeTimeout, HandshakeTimeout).ConfigureAwait(false);
        if (FourLetterWord.Find(await _frames.PeekLengthAsync(_outbox.Aborted).ConfigureAwait(false)) is { } word)
        {
            var answer = await _server.RunAsync(database => FourLetterWord.Answer(word, database)).ConfigureAwait(false);
            _outbox.Add(Encoding.ASCII.GetBytes(answer));
            _outbox.Complete();
            return null;
        }

        var frame = await ReadFrameAsync().ConfigureAwait(false);
        var reader = new JuteReader(frame.Span);
        return ConnectRequest.Read(ref reader);
    }

    private async Task<ReadOnlyMemory<byte>> ReadFrameAsync()
    {
        var length = await _frames.PeekLengthAsync(_outbox.Aborted).ConfigureAwait(false);
        if (length < 0 || length > _maxRequestLength)
        {
            throw new JuteException($"The length of a frame is {length} bytes, but the limit is {_maxRequestLength}.");
        }

        await _frames.ReadAsync(_outbox.Aborted).ConfigureAwait(false);
        return _frames.Frame.Bytes;
    }

    private void AbortUnlessPaused()
    {
        if (!_delivery.IsPaused)
        {
            Abort();
        }
    }

    // A client that does not read the rest must not keep the connection open.
    private async Task FinishAsync(Task writing)
    {
        await WhenRunningAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await writing.WaitAsync(_delivery.Delay + FarewellTimeout, _delivery.Time, _outbox.Aborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task WhenRunningAsync() => _delivery.WhenRunningAsync().WaitAsync(_outbox.Aborted);

    private async Task EndAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has disconnected, or the connection was aborted.
        }
        catch (JuteException e)
        {
            LogMalformed(_logger, _peer, e.Message);
        }
        catch (Exception e)
        {
            LogFailed(_logger, e, _peer);
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "Closed the connection of {Peer}: {Reason}")]
    private static partial void LogMalformed(ILogger logger, IPEndPoint peer, string reason);

    [LoggerMessage(3002, LogLevel.Error, "The connection of {Peer} failed. Other connections continue")]
    private static partial void LogFailed(ILogger logger, Exception exception, IPEndPoint peer);
}
