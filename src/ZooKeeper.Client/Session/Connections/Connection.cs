using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Transport;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Exchanges requests, replies and events with one server after the handshake. <see cref="ServeAsync"/> is the loop that reads. Any thread may send a request,
/// and a write never blocks the loop.
/// </summary>
internal sealed partial class Connection : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RequestQueue _requests = new();
    private readonly Outbox _outbox;
    private readonly FrameSender _sender;
    private readonly ServerConnection _server;
    private readonly FrameReader _reader;
    private readonly Observers _observers;
    private readonly LengthLimitDetector _lengthLimit;
    private readonly ILogger _logger;
    private int _xid;
    private long _lastZxid;
    private Exception? _end;

    public Connection(Handshake handshake, Observers observers, LengthLimitDetector lengthLimit, ZooKeeperClientOptions options, ILogger logger)
    {
        _lengthLimit = lengthLimit;
        _server = handshake.Server;
        _reader = handshake.Reader;
        _observers = observers;
        _outbox = new Outbox(options.MaxRequestLength);
        Time = options.TimeProvider;
        _logger = logger;
        _sender = new FrameSender(_gate, _server.Stream, _outbox, Time) { Failed = OnWriteFailed };
        MaxRequestLength = options.MaxRequestLength;
        Timeout = TimeSpan.FromMilliseconds(handshake.Response.TimeoutMilliseconds);
        SessionId = handshake.Response.SessionId;
        IsReadOnly = handshake.Response.ReadOnly is true;
    }

    public long SessionId { get; }

    /// <summary>Gets whether the server has no quorum. It rejects writes, and no other server knows its session.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Gets the session timeout that the server granted.</summary>
    public TimeSpan Timeout { get; }

    public int MaxRequestLength { get; }

    public TimeProvider Time { get; }

    public string Server => _server.ToString();

    /// <summary>Gets the zxid up to which all events have been dispatched. It comes only from replies, never from events.</summary>
    public long LastZxid => Volatile.Read(ref _lastZxid);

    /// <summary>
    /// Gets whether the server has rejected a request because it requires an authentication that the connection does not have. Protected by the observers' gate.
    /// </summary>
    public bool DemandsAuthentication { get; private set; }

    /// <summary>Gets whether the connection has ended. It becomes true before any request fails because of that, and before the session knows.</summary>
    public bool IsOver => Volatile.Read(ref _end) is not null;

    /// <summary>Gets when the last bytes from the server arrived.</summary>
    public long LastReceived => _reader.LastReceived;

    /// <summary>Sends a request, or fails it. The caller holds the observers' gate, except for requests without a body (ping and closeSession).</summary>
    public void Send(PendingRequest request)
    {
        ZooKeeperException? failure;
        lock (_gate)
        {
            failure = _end is null ? Enqueue(request) : Lost(request, _end);
        }

        if (failure is not null)
        {
            request.OnFailure(failure);
        }

        _sender.Flush();
    }

    /// <summary>Reads until the connection ends, and then fails the requests in flight. Returns why the connection ended.</summary>
    public async Task<Exception> ServeAsync()
    {
        try
        {
            Heartbeat.Add(this);
            while (true)
            {
                await _reader.ReadAsync().ConfigureAwait(false);
                lock (_observers.Gate)
                {
                    // The requests that follow from a reply, and those that waited for it, become one write: each write wakes the server.
                    _sender.Cork();
                    Dispatch(_reader.Frame);
                    if (!_reader.HasNext)
                    {
                        _observers.Drained();
                        SendWaiting();
                    }
                }

                _sender.Uncork();
            }
        }
        catch (Exception e)
        {
            Close(e);
        }

        Heartbeat.Remove(this);
        var end = Volatile.Read(ref _end)!;
        lock (_observers.Gate)
        {
            FailAll(end);
        }

        return end;
    }

    /// <summary>Ends the connection. The loop returns <paramref name="reason"/>, unless the connection has already ended for another reason.</summary>
    public void Close(Exception reason)
    {
        lock (_gate)
        {
            _end ??= reason;
            _sender.Stop();
        }

        _server.Dispose();
    }

    public void Dispose()
    {
        Close(new ObjectDisposedException(nameof(Connection)));
        _reader.Dispose();
        lock (_gate)
        {
            _outbox.Discard();
        }
    }

    /// <summary>Sends a ping if one is due, and closes the connection if the server has been silent for too long.</summary>
    /// <returns>When to call this again.</returns>
    public TimeSpan Beat()
    {
        var pings = new PingSchedule(Timeout);
        var silence = Time.GetElapsedTime(Math.Max(_reader.LastReceived, _sender.LastProgress)); // a slow link that accepts an upload is alive
        if (silence >= pings.Patience && !_server.HasUnreadBytes)
        {
            Close(new TimeoutException($"{Server} was silent for {silence.TotalMilliseconds:F0} ms, which is more than two thirds of the session timeout."));
            return Timeout;
        }

        if (Time.GetElapsedTime(_sender.LastSent) >= pings.Interval)
        {
            Send(new Ping());
        }

        return pings.Next(Time.GetElapsedTime(_sender.LastSent), silence);
    }

    private ZooKeeperException? Enqueue(PendingRequest request)
    {
        if (request.FixedXid is null && !_requests.HasRoom)
        {
            _requests.AddWaiting(request);
            return null;
        }

        var xid = request.FixedXid ?? NextXid();
        int length;
        try
        {
            if (!_outbox.TryAppend(request, xid, out length))
            {
                return new ZooKeeperException(
                    ErrorCode.BadArguments,
                    $"{request} is a request of {length} bytes; the limit is {MaxRequestLength}. " +
                    "Raise MaxRequestLength together with jute.maxbuffer of the servers.",
                    request.Path);
            }
        }
        catch (Exception e)
        {
            return e as ZooKeeperException ?? new ZooKeeperException(ErrorCode.MarshallingError, $"Cannot encode {request}: {e.Message}", request.Path, e);
        }

        request.SentAt = Time.GetTimestamp(); // not later than the write, so that the session lives at least as long as this says
        request.Length = length;
        _requests.AddSent(xid, request);
        return null;
    }

    private int NextXid()
    {
        do
        {
            _xid = Xid.Next(_xid);
        }
        while (_requests.IsTaken(_xid));

        return _xid;
    }

    private void SendWaiting()
    {
        while (TakeWaiting() is { } request)
        {
            Send(request);
        }
    }

    private PendingRequest? TakeWaiting()
    {
        lock (_gate)
        {
            return _requests.TakeWaiting();
        }
    }

    // Do not close the stream: the reader first reads what the server has sent, such as the reason why it closes.
    private void OnWriteFailed(Exception failure)
    {
        lock (_gate)
        {
            _end ??= failure;
            _sender.Stop();
        }
    }
}
