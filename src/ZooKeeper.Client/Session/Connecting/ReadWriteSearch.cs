using System.Net;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Transport;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Looks for a read-write server while the client uses a read-only server. It also asks the address in use, because several servers may share it.
/// </summary>
internal sealed partial class ReadWriteSearch(ConnectString connectString, ZooKeeperClientOptions options, ILogger logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ReadWriteQuestion _question = new(options, logger);
    private readonly Backoff _backoff = new(LongestPause);

    /// <summary>
    /// Starts the next search with short delays again. Call this only after a read-write server has accepted the client: the client must not constantly try a
    /// server that rejects it.
    /// </summary>
    public void Reset() => _backoff.Reset();

    /// <summary>Serves a connection to a read-only server until it ends, or until a read-write server is found.</summary>
    /// <returns>Why the connection ended.</returns>
    public async Task<Exception> ServeUntilFoundAsync(Connection connection, CancellationToken cancellationToken)
    {
        using var served = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var leaving = CloseWhenFoundAsync(connection, served.Token);
        var end = await connection.ServeAsync().ConfigureAwait(false);
        await served.CancelAsync().ConfigureAwait(false);
        await leaving.ConfigureAwait(false);
        return end;
    }

    /// <summary>Asks all servers repeatedly until one is read-write.</summary>
    /// <returns>The name of that server.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(_backoff.Next(), options.TimeProvider, cancellationToken).ConfigureAwait(false);
            foreach (var server in connectString.Servers)
            {
                if (await IsReadWriteAsync(server, cancellationToken).ConfigureAwait(false))
                {
                    return server.ToString();
                }
            }
        }
    }

    private async Task CloseWhenFoundAsync(Connection connection, CancellationToken cancellationToken)
    {
        try
        {
            connection.Close(new ReadWriteServerFoundException(await RunAsync(cancellationToken).ConfigureAwait(false)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The connection ended first.
        }
    }

    private async Task<bool> IsReadWriteAsync(ServerAddress server, CancellationToken cancellationToken)
    {
        List<IPEndPoint> endPoints = [];
        try
        {
            endPoints = await HostLookup.ResolveAsync(server, Patience, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotAsked(logger, server.ToString(), e.Message);
        }

        foreach (var endPoint in endPoints)
        {
            try
            {
                if (await _question.AskAsync(server, endPoint, Patience, cancellationToken).ConfigureAwait(false))
                {
                    return true;
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotAsked(logger, $"{server} ({endPoint.Address})", e.Message);
            }
        }

        return false;
    }

    [LoggerMessage(1012, LogLevel.Debug, "Could not ask {Server} whether it is read-write: {Reason}")]
    private static partial void LogNotAsked(ILogger logger, string server, string reason);
}
