using System.Net;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Connections;
using ZooKeeper.DevServer.Requests;
using ZooKeeper.DevServer.Tree;

namespace ZooKeeper.DevServer;

/// <summary>
/// Runs a ZooKeeper server inside this process, for development and tests. It speaks the real wire protocol, in memory and on loopback. Do not use it in
/// production: it writes nothing to disk, and has no replicas.
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

    /// <summary>Gets the endpoint that the server listens on.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>Gets the connection string for clients: address and port.</summary>
    public string ConnectionString => EndPoint.ToString();

    /// <summary>Gets the release that the server simulates.</summary>
    public ZooKeeperRelease Release => _server.Release;

    /// <summary>Starts a server and creates its initial znodes. The server accepts connections when this method returns.</summary>
    /// <exception cref="ArgumentException">An option is out of range. The message names the option.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is in use, or the address does not belong to this machine.</exception>
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

    /// <summary>Gets the live sessions, whether connected or not.</summary>
    public Task<IReadOnlyList<DevServerSession>> GetSessionsAsync() => _server.RunAsync<IReadOnlyList<DevServerSession>>(database =>
        [.. database.Sessions.All.Select(session => new DevServerSession(session.Id, session.Timeout, session.Client is not null))]);

    /// <summary>Creates or changes a znode. Creates missing ancestors without data.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="value">The data as text, or null for a znode without data.</param>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    /// <exception cref="InvalidOperationException">The parent of the znode is ephemeral.</exception>
    public Task SetAsync(string path, string? value) => SetAsync([KeyValuePair.Create(path, value)]);

    /// <summary>Creates or changes several znodes in one transaction. Creates missing ancestors without data.</summary>
    /// <param name="znodes">The full paths, and the data as text.</param>
    /// <exception cref="ArgumentException">A path is not valid.</exception>
    /// <exception cref="InvalidOperationException">The parent of a znode is ephemeral. Nothing was changed.</exception>
    public Task SetAsync(IEnumerable<KeyValuePair<string, string?>> znodes)
    {
        var parsed = Parse(znodes);
        return _server.RunAsync(database => ZnodeWriter.Set(database, parsed));
    }

    /// <summary>Deletes a znode and everything below it in one transaction. Does nothing if the znode does not exist.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="ArgumentException">The path is not valid, or is a built-in znode such as <c>/</c>. To delete everything, call <see cref="WipeAsync"/>.</exception>
    public Task DeleteAsync(string path)
    {
        var parsed = ZnodePath.Parse(path).Value;
        return DataTree.IsReserved(parsed)
            ? throw new ArgumentException($"Cannot delete {parsed}, because it is a built-in znode.", nameof(path))
            : _server.RunAsync(database => ZnodeWriter.Delete(database, parsed));
    }

    /// <summary>Stops the server: closes the port and all connections, and deletes everything.</summary>
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

    [LoggerMessage(3000, LogLevel.Information, "The ZooKeeper development server listens on {EndPoint} and simulates {Release}")]
    private static partial void LogStarted(ILogger logger, IPEndPoint endPoint, ZooKeeperRelease release);
}
