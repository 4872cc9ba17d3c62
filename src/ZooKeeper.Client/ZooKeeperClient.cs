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
        _session.Attach(new WatchRestoration(_watches, _session, _logger));
    }

    /// <summary>Occurs after each change of <see cref="State"/>. Handlers run in order, on a pool thread.</summary>
    public event Action<SessionState>? StateChanged;

    /// <summary>Occurs when the client has tried all servers without success. <see cref="ConnectFailures"/> has the reasons. Handlers run on a pool thread.</summary>
    public event Action? ConnectFailed;

    /// <summary>Gets the state of the session.</summary>
    public SessionState State => _session.State;

    /// <summary>
    /// Gets the id of the session, or 0 if there is none. On a read-only server, this is a temporary session that no other server knows. The client keeps the
    /// previous session and returns to it later.
    /// </summary>
    public long SessionId => _session.SessionId;

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
        var client = new ZooKeeperClient(ConnectString.Parse(options.ConnectionString), new ZooKeeperClientOptions(options));
        client._session.Start();
        return client;
    }

    /// <summary>Starts a client and waits for its first connection.</summary>
    /// <param name="connectionString">The servers and an optional chroot: <c>host[:port],host[:port][/chroot]</c>.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <inheritdoc cref="ConnectAsync(ZooKeeperClientOptions, CancellationToken)"/>
    public static Task<ZooKeeperClient> ConnectAsync(string connectionString, CancellationToken cancellationToken = default) =>
        ConnectAsync(new ZooKeeperClientOptions { ConnectionString = connectionString }, cancellationToken);

    /// <summary>Starts a client and waits for its first connection.</summary>
    /// <param name="options">The options. The client copies them.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    /// <exception cref="FormatException">The connect string is malformed.</exception>
    /// <exception cref="ConnectionLossException">The client did not connect within <see cref="ZooKeeperClientOptions.ConnectTimeout"/>.
    /// Or two passes over all servers failed only for reasons that no retry heals, such as a certificate of an authority that is not trusted. The message names
    /// each server and the reason.</exception>
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
    /// <exception cref="ConnectionLossException">The client tried all servers twice, and each time all of them failed for a reason that no retry heals, such as
    /// a certificate of an authority that is not trusted. The message names each server and the reason.</exception>
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

    /// <summary>Closes the session and stops the client. The server deletes the ephemeral znodes at once. Waits for the server for at most about a second.</summary>
    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync().ConfigureAwait(false);
        _callbacks.Complete();
    }

    private void OnStateChanged(SessionState state)
    {
        // Only current subscribers are called, each on its own: one that throws must not affect the others.
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

        var call = new PendingCall<TRequest, TReply, TResult>(opCode, path, _chroot, body, select);
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
