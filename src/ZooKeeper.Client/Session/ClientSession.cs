using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Transport;

namespace ZooKeeper.Client.Session;

/// <summary>
/// A session with the ensemble, across connections. <see cref="RunAsync"/> owns it: connect, shake hands, serve, decide, again. It alone
/// changes the session's identity; a session that expired is followed by a new one.
/// </summary>
internal sealed partial class ClientSession : IAsyncDisposable
{
    // The type is above this room.
    private const string ClientName = "ZooKeeper.Client.ZooKeeperClient";

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(800);

    private readonly ConnectString _connectString;
    private readonly ZooKeeperClientOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly UnsentRequests _unsent;
    private readonly Identities _identities = new();
    private readonly Backoff _backoff;
    private readonly TlsPortProbe _tlsPorts;
    private readonly ReadWriteSearch _readWriteSearch;
    private readonly WipeDetector _wipes;
    private readonly TaskCompletionSource _firstConnection = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Connection? _connection;
    private SessionTicket _ticket = SessionTicket.ForNewSession(lastZxidSeen: 0);
    private TimeSpan _timeout;
    private long _lastSessionId;
    private long _lastHeard;
    private bool _reconnectsAtOnce;
    private Task _run = Task.CompletedTask;

    public ClientSession(ConnectString connectString, ZooKeeperClientOptions options, ILogger logger)
    {
        _connectString = connectString;
        _options = options;
        _logger = logger;
        _timeout = options.SessionTimeout;
        _backoff = new Backoff(options.SessionTimeout / 2);
        _tlsPorts = new TlsPortProbe(options.TimeProvider);
        _readWriteSearch = new ReadWriteSearch(connectString, options, logger);
        _wipes = new WipeDetector(connectString, options, _tlsPorts, logger);
        _unsent = new UnsentRequests(options.SessionTimeout, options.TimeProvider);
    }

    /// <summary>Those who see everything in one order. Add and remove them under their gate.</summary>
    public Observers Observers { get; } = new();

    public SessionState State { get; private set; } = SessionState.Connecting;

    /// <summary>Called at each change of state, from the loop; it must not block.</summary>
    public Action<SessionState>? StateChanged { get; set; }

    /// <summary>Called after each pass over the servers that found none to use, from the loop; it must not block.</summary>
    public Action? ConnectFailed { get; set; }

    /// <summary>The id of the session with the ensemble, or of the present connection's own with a read-only server.</summary>
    public long SessionId => Volatile.Read(ref _connection)?.SessionId ?? Ticket.SessionId;

    /// <summary>The session with the ensemble. A read-only server's own is none: no other server would know it.</summary>
    public SessionTicket Ticket => Volatile.Read(ref _ticket);

    public TimeSpan Timeout => _timeout;

    public string? Server => _connection?.Server;

    // The connection's first: what it has seen is in the ticket before it goes.
    public long LastZxid => Math.Max(_connection?.LastZxid ?? 0, Ticket.LastZxidSeen);

    /// <summary>Completes with the first connection that accepts the credentials; fails when they are rejected before.</summary>
    public Task FirstConnection => _firstConnection.Task;

    /// <summary>Why the last pass over the servers failed, if it did.</summary>
    public IReadOnlyList<ServerFailure> Failures { get; private set; } = [];

    public void Start()
    {
        // The loop must not carry the context (culture, trace) of whoever happened to start it.
        using (ExecutionContext.SuppressFlow())
        {
            _run = Task.Run(RunAsync);
        }
    }

    /// <summary>
    /// Sends a request, or keeps it until there is a connection: also while the last one is being cleared away, since who tries again after a loss was
    /// reported must not meet the same loss a second time.
    /// </summary>
    public void Send(PendingRequest request)
    {
        lock (Observers.Gate)
        {
            if (State == SessionState.Closed)
            {
                throw Disposed();
            }

            if (_connection is { IsOver: false } connection)
            {
                connection.Send(request);
            }
            else
            {
                _unsent.Add(request);
            }
        }
    }

    /// <summary>Makes the error that names every server that was tried, and why it could not be used.</summary>
    public ConnectionLossException Unreachable(string what) => new(
        $"{what}: no ZooKeeper server could be used. " +
        (Failures.Count == 0 ? $"Tried {string.Join(", ", _connectString.Servers)}, without an answer so far." : $"Tried {string.Join("; ", Failures)}."),
        innerException: Failures.Count == 0 ? null : Failures[^1].Cause);

    /// <summary>Adds an identity to this connection and, once it is accepted, to every later one.</summary>
    public AuthRequest AddIdentity(AuthPacket packet)
    {
        var request = _identities.Request(packet);
        Send(request);
        return request;
    }

    /// <summary>Brings an observer in; if there is a connection it is told of it at once, as of a new session.</summary>
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

    /// <summary>Closes the session cleanly if there is a connection, waiting briefly; afterwards nothing of it runs any more.</summary>
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
            using var patience = new CancellationTokenSource(CloseTimeout, _options.TimeProvider);
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
