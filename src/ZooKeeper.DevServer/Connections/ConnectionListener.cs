using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Requests;

namespace ZooKeeper.DevServer.Connections;

/// <summary>Accepts connections, and tracks the open ones.</summary>
internal sealed partial class ConnectionListener : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<ClientConnection, Task> _connections = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _socket;
    private readonly Func<Socket, ClientConnection> _connect;
    private readonly ILogger _logger;
    private readonly Task _accepting;
    private bool _isRefusing;

    private ConnectionListener(Socket socket, Func<Socket, ClientConnection> connect, ILogger logger)
    {
        (_socket, _connect, _logger) = (socket, connect, logger);
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Gets or sets whether new connections are closed at once. <see cref="AbortAll"/> closes those that were accepted before.</summary>
    public bool IsRefusing
    {
        get
        {
            lock (_gate)
            {
                return _isRefusing;
            }
        }

        set
        {
            lock (_gate)
            {
                _isRefusing = value;
            }
        }
    }

    public static ConnectionListener Start(ZooKeeperDevServerOptions options, StandaloneServer server, Delivery delivery, ILogger logger) => Start(
        new IPEndPoint(options.Address, options.Port), accepted => new ClientConnection(accepted, server, delivery, options.MaxRequestLength, logger), logger);

    /// <summary>Listens on an endpoint, and serves each client with the connection that <paramref name="connect"/> returns for its socket.</summary>
    public static ConnectionListener Start(IPEndPoint endPoint, Func<Socket, ClientConnection> connect, ILogger logger)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen();
            return new ConnectionListener(socket, connect, logger);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Closes all connections at once.</summary>
    public void AbortAll()
    {
        lock (_gate)
        {
            foreach (var connection in _connections.Keys)
            {
                connection.Abort();
            }
        }
    }

    /// <summary>Stops listening, and returns when all connections are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        _socket.Dispose();
        AbortAll();
        Task[] open;
        lock (_gate)
        {
            open = [.. _connections.Values];
        }

        await Task.WhenAll(open).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Serve(await _socket.AcceptAsync(_stopping.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e)
            {
                // The client has disconnected, or the process has run out of file descriptors.
                LogAcceptFailed(_logger, e);
                await Task.Delay(RetryDelay, TimeProvider.System, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Serve(Socket socket)
    {
        try
        {
            lock (_gate)
            {
                if (_isRefusing)
                {
                    socket.Dispose();
                    return;
                }

                socket.NoDelay = true;
                var connection = _connect(socket);
                _connections.Add(connection, ServeAsync(connection));
            }
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ServeAsync(ClientConnection connection)
    {
        await Task.Yield();
        await connection.RunAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _connections.Remove(connection);
            connection.Dispose();
        }
    }

    [LoggerMessage(3003, LogLevel.Warning, "Could not accept a connection. Retrying")]
    private static partial void LogAcceptFailed(ILogger logger, Exception exception);
}
