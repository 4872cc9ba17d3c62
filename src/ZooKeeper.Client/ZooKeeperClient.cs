using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Transport;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client;

/// <summary>
/// A client of a ZooKeeper ensemble. It connects, and after every loss connects again, by itself; an expired session is followed by a new one.
/// All members are safe for threads. Errors are <see cref="ZooKeeperException"/>; a request made while there is no connection waits for one, for
/// about the session timeout. If the session expires meanwhile, the request fails with <see cref="SessionExpiredException"/> and is not sent. Otherwise
/// a client that has lost its lock would overwrite the work of the next owner. This includes reads, because a write often follows. Requests made after <see cref="SessionState.Expired"/> is
/// reported wait for the new session. Cancelling a call ends the waiting, not the request: a write may still be done.
/// </summary>
public sealed partial class ZooKeeperClient : IAsyncDisposable
{
    private readonly ClientSession _session;
    private readonly Chroot _chroot;
    private readonly CallbackQueue _callbacks;
    private readonly WatchRegistry _watches;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private ZooKeeperClient(ConnectString connectString, ZooKeeperClientOptions options)
    {
        _logger = new TolerantLogger(options.LoggerFactory.CreateLogger<ZooKeeperClient>());
        _time = options.TimeProvider;
        _chroot = new Chroot(connectString.Chroot);
        _session = new ClientSession(connectString, options, _logger) { StateChanged = OnStateChanged, ConnectFailed = OnConnectFailed };
        _callbacks = new CallbackQueue(_logger);
        _watches = new WatchRegistry(_callbacks);
        _session.Attach(new WatchRestoration(_watches, _session, _time, _logger));
    }

    /// <summary>Called after each change of <see cref="State"/>, in order, on a thread of the pool.</summary>
    public event Action<SessionState>? StateChanged;

    /// <summary>Called when none of the servers could be used, after all were tried; <see cref="ConnectFailures"/> says why. On a thread of the pool.</summary>
    public event Action? ConnectFailed;

    /// <summary>The state of the session.</summary>
    public SessionState State => _session.State;

    /// <summary>
    /// The id of the session; 0 while there is none. On a read-only server it is one that no other server knows; the session of before is kept apart.
    /// </summary>
    public long SessionId => _session.SessionId;

    /// <summary>The session timeout that the server granted; before the first connection the one that was asked for.</summary>
    public TimeSpan SessionTimeout => _session.Timeout;

    /// <summary>
    /// The highest zxid that this client has seen in a reply. It does not go on with a server that is behind it, unless the ensemble has lost its history.
    /// </summary>
    public long LastZxid => _session.LastZxid;

    /// <summary>The server in use, or null while there is no connection.</summary>
    public string? Server => _session.Server;

    /// <summary>Why no server could be used at the last attempt: one line for each that was tried. Empty after a success.</summary>
    public IReadOnlyList<string> ConnectFailures => [.. _session.Failures.Select(failure => failure.ToString())];

    internal ReadOnlyMemory<byte> SessionPassword => _session.Ticket.Password;

    /// <summary>Starts a client, without waiting for a connection.</summary>
    /// <param name="options">How to connect.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    /// <exception cref="FormatException">The connect string is malformed.</exception>
    public static ZooKeeperClient Start(ZooKeeperClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        TlsFiles.Check(options.Tls);
        var client = new ZooKeeperClient(ConnectString.Parse(options.ConnectionString), new ZooKeeperClientOptions(options));
        client._session.Start();
        return client;
    }

    /// <summary>Starts a client and waits for its first connection.</summary>
    /// <param name="connectionString">The servers and an optional chroot: <c>host[:port],host[:port][/chroot]</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="ConnectAsync(ZooKeeperClientOptions, CancellationToken)"/>
    public static Task<ZooKeeperClient> ConnectAsync(string connectionString, CancellationToken cancellationToken = default) =>
        ConnectAsync(new ZooKeeperClientOptions { ConnectionString = connectionString }, cancellationToken);

    /// <summary>Starts a client and waits for its first connection.</summary>
    /// <param name="options">How to connect.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    /// <exception cref="FormatException">The connect string is malformed.</exception>
    /// <exception cref="ConnectionLossException">No server could be used within <see cref="ZooKeeperClientOptions.ConnectTimeout"/>;
    /// the message names each and why.</exception>
    /// <exception cref="AuthFailedException">The server rejected the credentials.</exception>
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

    /// <summary>Adds an identity to this connection and, if the server accepts it, to every later one.</summary>
    /// <param name="scheme">The scheme, such as <c>digest</c>.</param>
    /// <param name="credentials">The credentials in the form of the scheme; for digest <c>user:password</c> in UTF-8.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="AuthFailedException">The server rejected it; it closes the connection, and the client connects again without it.</exception>
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

    /// <summary>Closes the session, so that its ephemeral znodes go at once, and stops the client. Waits at most about a second for the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync().ConfigureAwait(false);
        _callbacks.Complete();
    }

    private void OnStateChanged(SessionState state)
    {
        // Those who subscribe later do not hear of it.
        foreach (var subscriber in Delegate.EnumerateInvocationList(StateChanged))
        {
            _callbacks.Post(() => subscriber(state));
        }
    }

    private void OnConnectFailed()
    {
        foreach (var subscriber in Delegate.EnumerateInvocationList(ConnectFailed))
        {
            _callbacks.Post(subscriber);
        }
    }

    private async Task<Reply<TReply>> SendAsync<TRequest, TReply>(PendingReply<TRequest, TReply> request, CancellationToken cancellationToken)
        where TRequest : IRecord
        where TReply : IRecord<TReply>
    {
        cancellationToken.ThrowIfCancellationRequested();
        _session.Send(request);
        return await request.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<TReply> CallAsync<TRequest, TReply>(OpCode opCode, string? path, TRequest body, CancellationToken cancellationToken)
        where TRequest : IRecord
        where TReply : IRecord<TReply> =>
        CallAsync<TRequest, TReply, TReply>(opCode, path, body, static reply => reply, cancellationToken);

    private Task<TResult> CallAsync<TRequest, TReply, TResult>(
        OpCode opCode, string? path, TRequest body, Func<TReply, TResult> select, CancellationToken cancellationToken)
        where TRequest : IRecord
        where TReply : IRecord<TReply>
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        var call = new PendingCall<TRequest, TReply, TResult>(opCode, path, body, select);
        call.CancelWith(cancellationToken);
        try
        {
            _session.Send(call);
        }
        catch (ObjectDisposedException e)
        {
            call.Fail(e);
        }

        return call.Result;
    }
}
