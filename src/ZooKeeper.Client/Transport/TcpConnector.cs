using System.Net;
using System.Net.Sockets;

namespace ZooKeeper.Client.Transport;

/// <summary>
/// Opens a TCP connection to the first address of a host that answers. It tries the next address if one fails, or after a short time without an answer, so
/// that an address that drops packets costs little (RFC 8305, "Happy Eyeballs").
/// </summary>
internal static class TcpConnector
{
    private static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    /// <exception cref="SocketException">No address could be reached.</exception>
    public static Task<ServerConnection> ConnectAsync(
        ServerAddress address, IReadOnlyList<IPEndPoint> endPoints, TimeProvider time, CancellationToken cancellationToken) =>
        endPoints is [var only] ? OpenAsync(address, only, cancellationToken) : OpenFirstAsync(address, endPoints, time, cancellationToken);

    private static async Task<ServerConnection> OpenFirstAsync(
        ServerAddress address, IReadOnlyList<IPEndPoint> endPoints, TimeProvider time, CancellationToken cancellationToken)
    {
        using var losers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = new List<Task<ServerConnection>>();
        SocketException? failure = null;
        try
        {
            for (var next = 0; next < endPoints.Count || attempts.Count > 0;)
            {
                if (next < endPoints.Count)
                {
                    attempts.Add(OpenAsync(address, endPoints[next++], losers.Token));
                }

                var completed = Task.WhenAny(attempts);
                await (next < endPoints.Count ? CompletedOrDueAsync(completed, time, cancellationToken) : completed).ConfigureAwait(false);
                foreach (var attempt in attempts.FindAll(attempt => attempt.IsCompleted))
                {
                    attempts.Remove(attempt);
                    try
                    {
                        return await attempt.ConfigureAwait(false);
                    }
                    catch (SocketException e)
                    {
                        failure = e;
                    }
                }
            }

            throw failure ?? new SocketException((int)SocketError.HostNotFound);
        }
        finally
        {
            await losers.CancelAsync().ConfigureAwait(false);
            foreach (var attempt in attempts)
            {
                _ = attempt.ContinueWith(
                    static task => DisposeLoser(task),
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
        }
    }

    private static async Task CompletedOrDueAsync(Task completed, TimeProvider time, CancellationToken cancellationToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(completed, Task.Delay(AttemptDelay, time, wait.Token)).ConfigureAwait(false);
        await wait.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task<ServerConnection> OpenAsync(ServerAddress address, IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new ServerConnection(address, endPoint, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void DisposeLoser(Task<ServerConnection> attempt)
    {
        if (attempt.IsCompletedSuccessfully)
        {
            attempt.Result.Dispose();
        }
        else
        {
            _ = attempt.Exception; // observe the exception of the abandoned attempt
        }
    }
}
