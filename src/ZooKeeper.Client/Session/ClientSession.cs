using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Transport;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Keeps a session with the ensemble across connections, and opens a new one when it expires. Only the loop, <see cref="RunAsync"/>, changes the identity of
/// the session.
/// </summary>
internal sealed partial class ClientSession : IAsyncDisposable
{
    // By name, because the type belongs to a higher layer.
    private const string ClientName = "ZooKeeper.Client.ZooKeeperClient";

    private static readonly TimeSpan LongestPauseOfSession = TimeSpan.FromSeconds(2);

    // Applies before the first connection, when the granted timeout is unknown.
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(800);

    private readonly ConnectString _connectString;
    private readonly ZooKeeperClientOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly UnsentRequests _unsent;
    private readonly Identities _identities = new();
    private readonly Backoff _backoff;
    private readonly RepeatedWarning _outage;
    private readonly TlsPortProbe _tlsPorts;
    private readonly ReadWriteSearch _readWriteSearch;
    private readonly WipeDetector _wipes;
    private readonly LengthLimitDetector _lengthLimit = new();
    private readonly TaskCompletionSource _firstConnection = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Connection? _connection;
    private SessionLife? _life;
    private TaskCompletionSource<SessionLife> _nextLife = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SessionTicket _ticket = SessionTicket.ForNewSession(lastZxidSeen: 0);
    private TimeSpan _timeout;
    private long _lastSessionId;
    private long _lastHeard;
    private bool _reconnectsAtOnce;
    private int _hopelessPasses;
    private Task _run = Task.CompletedTask;

    public ClientSession(ConnectString connectString, ZooKeeperClientOptions options, ILogger logger)
    {
        _connectString = connectString;
        _options = options;
        _logger = logger;
        _timeout = options.SessionTimeout;
        _backoff = new Backoff(options.SessionTimeout / 2);
        _outage = new RepeatedWarning(options.TimeProvider);
        _tlsPorts = new TlsPortProbe(options.TimeProvider);
        _readWriteSearch = new ReadWriteSearch(connectString, options, logger);
        _wipes = new WipeDetector(connectString, options, _tlsPorts, logger);
        _unsent = new UnsentRequests(options.TimeProvider, OnOverdue) { Patience = Longer(options.SessionTimeout, LeastPatience) };
    }

    /// <summary>Gets the observers, which see all events and replies in one order. Hold their gate to add or remove one.</summary>
    public Observers Observers { get; } = new();

    public SessionState State { get; private set; } = SessionState.Connecting;

    /// <summary>Called under the observers' gate at each change of state. Must not block.</summary>
    public Action<SessionState>? StateChanged { get; set; }

    /// <summary>Called from the loop after each failed pass over the servers. Must not block.</summary>
    public Action? ConnectFailed { get; set; }

    /// <summary>Gets the id of the session with the ensemble or, on a read-only server, the id of the temporary session of this connection.</summary>
    public long SessionId => Volatile.Read(ref _connection)?.SessionId ?? Ticket.SessionId;

    /// <summary>Gets the session with the ensemble. Never the temporary session of a read-only server, because no other server knows it.</summary>
    public SessionTicket Ticket => Volatile.Read(ref _ticket);

    public TimeSpan Timeout => _timeout;

    /// <summary>Gets the session with the ensemble while it lives, also during an outage.</summary>
    public SessionLife? Life => Volatile.Read(ref _life);

    /// <summary>Gets the session with the ensemble, or the next one if there is none.</summary>
    public Task<SessionLife> LifeAsync
    {
        get
        {
            lock (Observers.Gate)
            {
                return _nextLife.Task;
            }
        }
    }

    public string? Server => _connection?.Server;

    // Read the connection first: the loop copies its zxid into the ticket before it clears the connection.
    public long LastZxid => Math.Max(_connection?.LastZxid ?? 0, Ticket.LastZxidSeen);

    /// <summary>
    /// Completes when a server first accepts the credentials. Fails before that if a connected server rejects them, or if two passes over all servers failed
    /// only for reasons that no retry fixes.
    /// </summary>
    public Task FirstConnection => _firstConnection.Task;

    /// <summary>Gets why the last pass over the servers failed. Empty after a success.</summary>
    public IReadOnlyList<ServerFailure> Failures { get; private set; } = [];

    public void Start()
    {
        // The loop outlives the caller, so it must not inherit the context of the caller (culture, trace).
        using (ExecutionContext.SuppressFlow())
        {
            _run = Task.Run(RunAsync);
        }
    }

    /// <summary>Sends a request that is useful only on the current connection.</summary>
    public void SendIfConnected(PendingRequest request)
    {
        lock (Observers.Gate)
        {
            _connection?.Send(request);
        }
    }

    /// <summary>Sends a request in the given session only. If the session has ended, the request fails.</summary>
    public void Send(PendingRequest request, SessionLife life)
    {
        lock (Observers.Gate)
        {
            if (State != SessionState.Closed && _life != life)
            {
                request.OnFailure(new SessionExpiredException($"{request} was not sent: session 0x{life.Id:x} has ended.", request.Path));
                return;
            }

            Send(request);
        }
    }

    /// <summary>
    /// Sends a request, or queues it until there is a connection. Also queues it while a lost connection is being cleaned up: a caller that retries after the
    /// loss must not get the same loss again.
    /// </summary>
    public void Send(PendingRequest request)
    {
        lock (Observers.Gate)
        {
            if (State == SessionState.Closed)
            {
                throw Disposed();
            }

            if (_connection is { IsOver: false, IsHeld: false } connection)
            {
                connection.Send(request);
            }
            else
            {
                _unsent.Add(request);
            }
        }
    }

    /// <summary>Creates an error that names each server that was tried, and the reason why it failed.</summary>
    public ConnectionLossException Unreachable(string what) => new(
        $"{what}: no ZooKeeper server could be used. " +
        (Failures.Count == 0 ? $"Tried {string.Join(", ", _connectString.Servers)}, with no answer so far." : $"Tried {string.Join("; ", Failures)}."),
        innerException: Failures.Count == 0 ? null : Failures[^1].Cause)
    {
        IsOutcomeUnknown = false,
    };

    /// <summary>Adds an identity to this connection and, if the server accepts it, to every later connection.</summary>
    public AuthRequest AddIdentity(AuthPacket packet)
    {
        var request = _identities.Request(packet);
        Send(request);
        return request;
    }

    /// <summary>Adds an observer. If there is a connection, reports it to the observer at once, as the first connection of a new session.</summary>
    public void Attach(SessionObserver observer)
    {
        lock (Observers.Gate)
        {
            if (State == SessionState.Closed)
            {
                throw Disposed();
            }

            Observers.Add(observer);
            if (_connection is { } connection)
            {
                observer.OnConnected(connection, isNewSession: true);
            }
        }
    }

    /// <summary>If there is a connection, closes the session and waits briefly for the server. Returns when the loop has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Connection? connection;
        lock (Observers.Gate)
        {
            if (State == SessionState.Closed)
            {
                return;
            }

            connection = _connection;
            SetState(SessionState.Closed);
        }

        if (connection is not null)
        {
            var close = new PendingReply<Nothing, Nothing>(OpCode.CloseSession, path: null, default);
            connection.Send(close);
            using var patience = new TimeLimit(CloseTimeout, _options.TimeProvider);
            try
            {
                await close.WaitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ZooKeeperException or OperationCanceledException)
            {
                SessionLog.CloseUnanswered(_logger, connection.Server, e);
            }
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        connection?.Close(Disposed());
        await _run.ConfigureAwait(false);
        _stop.Dispose();
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static ObjectDisposedException Disposed() => new(ClientName);

    private void SetState(SessionState state)
    {
        if (State != state && State != SessionState.Closed)
        {
            State = state;
            StateChanged?.Invoke(state);
        }
    }
}
