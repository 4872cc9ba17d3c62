using System.Net;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Connections;
using ZooKeeper.DevServer.Requests;
using ZooKeeper.DevServer.Tree;

namespace ZooKeeper.DevServer;

/// <summary>
/// A ZooKeeper server inside this process, for development and tests: the real wire protocol, in memory, on loopback. It is not for production:
/// nothing is written to disk, and it is one server without replicas.
/// </summary>
public sealed partial class ZooKeeperDevServer : IAsyncDisposable
{
    private readonly Delivery _delivery;
    private readonly StandaloneServer _server;
    private readonly ConnectionListener _listener;
    private readonly ILogger _logger;
    private int _isDisposed;

    private ZooKeeperDevServer(StandaloneServer server, ConnectionListener listener, Delivery delivery, ILogger logger)
    {
        (_server, _listener, _delivery, _logger) = (server, listener, delivery, logger);
        LogStarted(_logger, EndPoint, Release);
    }

    /// <summary>Where the server listens.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>The server as clients name it: address and port.</summary>
    public string ConnectionString => EndPoint.ToString();

    /// <summary>The release the server behaves like.</summary>
    public ZooKeeperRelease Release => _server.Release;

    /// <summary>Starts a server and creates its first znodes. It serves when this returns.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken, or the address is not one of this machine.</exception>
    public static async Task<ZooKeeperDevServer> StartAsync(ZooKeeperDevServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var settings = (options ?? new ZooKeeperDevServerOptions()).Validated();
        var znodes = Parse(settings.Znodes);
        var logger = settings.LoggerFactory.CreateLogger<ZooKeeperDevServer>();
        var delivery = new Delivery(settings.TimeProvider);
        var server = new StandaloneServer(settings, delivery, logger);
        try
        {
            await server.RunAsync(database => ZnodeWriter.Set(database, znodes)).ConfigureAwait(false);
            return new ZooKeeperDevServer(server, ConnectionListener.Start(settings, server, delivery, logger), delivery, logger);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The sessions that are alive, connected or not.</summary>
    public Task<IReadOnlyList<DevServerSession>> GetSessionsAsync() => _server.RunAsync<IReadOnlyList<DevServerSession>>(database =>
        [.. database.Sessions.All.Select(session => new DevServerSession(session.Id, session.Timeout, session.Client is not null))]);

    /// <summary>Creates or changes a znode. What is missing above it is created, without data.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="value">The data as text; null for a znode without data.</param>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    /// <exception cref="InvalidOperationException">The znode's parent is ephemeral.</exception>
    public Task SetAsync(string path, string? value) => SetAsync([KeyValuePair.Create(path, value)]);

    /// <summary>Creates or changes several znodes in one transaction. What is missing above them is created, without data.</summary>
    /// <param name="znodes">The full paths, and the data as text.</param>
    /// <exception cref="ArgumentException">A path is not valid.</exception>
    /// <exception cref="InvalidOperationException">A znode's parent is ephemeral; nothing was changed.</exception>
    public Task SetAsync(IEnumerable<KeyValuePair<string, string?>> znodes)
    {
        var parsed = Parse(znodes);
        return _server.RunAsync(database => ZnodeWriter.Set(database, parsed));
    }

    /// <summary>Deletes a znode and everything below it in one transaction. It is no error if there is none.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="ArgumentException">The path is not valid, or is one that every server has, such as <c>/</c>; see <see cref="WipeAsync"/>.</exception>
    public Task DeleteAsync(string path)
    {
        var parsed = ZnodePath.Parse(path).Value;
        return DataTree.IsReserved(parsed)
            ? throw new ArgumentException($"The znode {parsed} is one that every server has; it cannot be deleted.", nameof(path))
            : _server.RunAsync(database => ZnodeWriter.Delete(database, parsed));
    }

    /// <summary>Stops the server: closes the port and all connections, and forgets everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _listener.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
    }

    private static KeyValuePair<ZnodePath, string?>[] Parse(IEnumerable<KeyValuePair<string, string?>> znodes) =>
        [.. znodes.Select(znode => KeyValuePair.Create(ZnodePath.Parse(znode.Key), znode.Value))];

    [LoggerMessage(3000, LogLevel.Information, "A ZooKeeper development server listens on {EndPoint} and behaves like {Release}")]
    private static partial void LogStarted(ILogger logger, IPEndPoint endPoint, ZooKeeperRelease release);
}
