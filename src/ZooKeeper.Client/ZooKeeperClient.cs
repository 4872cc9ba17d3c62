using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Transport;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client;

/// <summary>
/// Connects to a ZooKeeper ensemble. The client reconnects automatically, and opens a new session if the old one expires. All members are thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Errors are of type <see cref="ZooKeeperException"/>. If you cancel a call, you cancel the wait and not the request: the server may still execute a write.
/// </para>
/// <para>
/// A request made without a connection waits for one, for at most about the session timeout. If the session expires meanwhile, the request fails with
/// <see cref="SessionExpiredException"/> and is not sent. Otherwise, a client that has lost its lock could overwrite the work of the next owner. This
/// includes reads, because a write often follows. Requests made after <see cref="SessionState.Expired"/> is reported wait for the new session.
/// </para>
/// </remarks>
public sealed partial class ZooKeeperClient : ZooKeeperOperations, IAsyncDisposable
{
    private readonly ClientSession _session;
    private readonly Chroot _chroot;
    private readonly CallbackQueue _stateCallbacks;
    private readonly WatchRegistry _watches;
    private readonly TimeProvider _time;
    private readonly Func<bool>? _verifiesByReading;
    private readonly ILogger _logger;
    private ZooKeeperSession? _lastSession;

    private ZooKeeperClient(ClientSession session, WatchCalls watchCalls, ZooKeeperClientOptions options, ConnectString connectString, ILogger logger)
        : base(session, new Chroot(connectString.Chroot), watchCalls)
    {
        (_session, _chroot, _watches, _logger) = (session, Chroot, Watches, logger);
        _time = options.TimeProvider;
        _verifiesByReading = options.VerifiesByReading;
        _stateCallbacks = new CallbackQueue(watchCalls.Context);
        _session.StateChanged = OnStateChanged;
        _session.ConnectFailed = OnConnectFailed;
        _session.Attach(new WatchRestoration(_watches, _session, _logger));
    }

    /// <summary>
    /// Occurs after each change of <see cref="State"/>. Handlers run in order, on a pool thread. They do not wait for callbacks of watches, so there is no order
    /// between the two.
    /// </summary>
    public event Action<SessionState>? StateChanged;

    /// <summary>
    /// Occurs when the client has tried all servers without success. <see cref="ConnectFailures"/> contains the reasons. Handlers run on a pool thread.
    /// </summary>
    public event Action? ConnectFailed;

    /// <summary>Gets the state of the session.</summary>
    public SessionState State => _session.State;

    /// <summary>
    /// Gets the id of the session, or 0 if there is none. On a read-only server, this is a temporary session that no other server knows. The client keeps the
    /// previous session and returns to it later.
    /// </summary>
    public long SessionId => _session.SessionId;

    /// <summary>
    /// Gets the session with the ensemble, also during an outage, or null if there is none: before the first connection, and after the session has expired until
    /// a server opens the next one.
    /// </summary>
    public ZooKeeperSession? Session => _session.Life is { } life ? SessionOf(life) : null;

    /// <summary>Gets the session timeout that the server granted. Before the first connection, returns the requested timeout.</summary>
    public TimeSpan SessionTimeout => _session.Timeout;

    /// <summary>
    /// Gets the highest zxid that this client has seen in a reply. The client does not use a server that is behind it, unless the ensemble has lost its history.
    /// </summary>
    public long LastZxid => _session.LastZxid;

    /// <summary>Gets the connected server, or null if there is no connection.</summary>
    public string? Server => _session.Server;

    /// <summary>Gets the reasons why the last attempt to connect failed: one line for each server. Empty after a success.</summary>
    public IReadOnlyList<string> ConnectFailures => [.. _session.Failures.Select(failure => failure.ToString())];

    internal ReadOnlyMemory<byte> SessionPassword => _session.Ticket.Password;

    /// <summary>Starts a client and returns without waiting for a connection.</summary>
    /// <param name="options">The options. The client copies them.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    /// <exception cref="FormatException">The connect string is malformed.</exception>
    public static ZooKeeperClient Start(ZooKeeperClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        TlsFiles.Check(options.Tls);
        var (connectString, copy) = (ConnectString.Parse(options.ConnectionString), new ZooKeeperClientOptions(options));
        var logger = new TolerantLogger(copy.LoggerFactory.CreateLogger<ZooKeeperClient>());
        var client = new ZooKeeperClient(new ClientSession(connectString, copy, logger), new WatchCalls(logger), copy, connectString, logger);
        client._session.Start();
        return client;
    }

    /// <summary>Starts a client and waits for its first connection.</summary>
    /// <param name="connectionString">The servers and an optional chroot: <c>host[:port],host[:port][/chroot]</c>.</param>
    /// <param name="cancellationToken">Cancels the wait and stops the client.</param>
    /// <inheritdoc cref="ConnectAsync(ZooKeeperClientOptions, CancellationToken)"/>
    public static Task<ZooKeeperClient> ConnectAsync(string connectionString, CancellationToken cancellationToken = default) =>
        ConnectAsync(new ZooKeeperClientOptions { ConnectionString = connectionString }, cancellationToken);

    /// <summary>Starts a client and waits for its first connection.</summary>
    /// <param name="options">The options. The client copies them.</param>
    /// <param name="cancellationToken">Cancels the wait and stops the client.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    /// <exception cref="FormatException">The connect string is malformed.</exception>
    /// <exception cref="ConnectionLossException">The client did not connect within <see cref="ZooKeeperClientOptions.ConnectTimeout"/>.
    /// Or two passes over all servers failed only for reasons that no retry fixes, such as a certificate from an untrusted authority. The message names each
    /// server and the reason.</exception>
    /// <exception cref="AuthFailedException">The servers rejected the credentials.</exception>
    public static async Task<ZooKeeperClient> ConnectAsync(ZooKeeperClientOptions options, CancellationToken cancellationToken = default)
    {
        var client = Start(options);
        try
        {
            await client._session.FirstConnection.WaitAsync(options.ConnectTimeout, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch (TimeoutException)
        {
            var error = client._session.Unreachable($"No connection within {options.ConnectTimeout.TotalSeconds:0.###} s");
            await client.DisposeAsync().ConfigureAwait(false);
            throw error;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until a server first accepts this client. Use it after <see cref="Start"/>.</summary>
    /// <param name="cancellationToken">Cancels the wait. The client continues to retry.</param>
    /// <exception cref="AuthFailedException">The servers rejected the credentials. The client retries, but only a change on a server can help.</exception>
    /// <exception cref="ConnectionLossException">The client tried all servers twice, and each time all of them failed for a reason that no retry fixes, such as
    /// a certificate from an untrusted authority. The message names each server and the reason.</exception>
    public Task WaitForConnectionAsync(CancellationToken cancellationToken = default) => _session.FirstConnection.WaitAsync(cancellationToken);

    /// <summary>Adds an identity to this connection and, if the server accepts the identity, to every later connection.</summary>
    /// <param name="scheme">The scheme, such as <c>digest</c>.</param>
    /// <param name="credentials">The credentials in the form that the scheme requires. For <c>digest</c>: <c>user:password</c> in UTF-8.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <exception cref="AuthFailedException">The server rejected the identity and closes the connection. The client reconnects without the identity.</exception>
    public async Task AddAuthAsync(string scheme, ReadOnlyMemory<byte> credentials, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        var request = _session.AddIdentity(new AuthPacket(0, scheme, credentials.ToArray()));
        var reply = await request.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (reply.Error != ErrorCode.Ok)
        {
            throw new AuthFailedException($"The server rejected the credentials of scheme '{scheme}' ({reply.Error}).");
        }
    }

    /// <summary>Gets the session with the ensemble. If there is none, waits for the next one.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async Task<ZooKeeperSession> GetSessionAsync(CancellationToken cancellationToken = default) =>
        SessionOf(await _session.LifeAsync.WaitAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Closes the session and stops the client. The server deletes the ephemeral znodes at once. Waits for the server for at most about a second.</summary>
    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync().ConfigureAwait(false);
        _stateCallbacks.Complete();
        WatchCalls.Queue.Complete();
    }

    private protected override void Submit(PendingRequest request) => _session.Send(request);

    private ZooKeeperSession SessionOf(SessionLife life)
    {
        var last = Volatile.Read(ref _lastSession);
        if (last?.IsOf(life) is not true)
        {
            var created = new ZooKeeperSession(_session, life, Chroot, WatchCalls);
            var other = Interlocked.CompareExchange(ref _lastSession, created, last);
            last = other == last ? created : other!.IsOf(life) ? other : created;
        }

        return last;
    }

    private void OnStateChanged(SessionState state)
    {
        // Only current subscribers are called, each on its own: one that throws must not affect the others.
        foreach (var subscriber in Delegate.EnumerateInvocationList(StateChanged))
        {
            _stateCallbacks.Post(() => subscriber(state));
        }
    }

    private void OnConnectFailed()
    {
        foreach (var subscriber in Delegate.EnumerateInvocationList(ConnectFailed))
        {
            _stateCallbacks.Post(subscriber);
        }
    }
}
