using System.Net.Sockets;

namespace ZooKeeper.Testing;

/// <summary>Waits until a server serves: until it has opened and closed a session.</summary>
internal static class ServerReadiness
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    // A connection that arrives while a 3.8 server is still loading its database can be left open without an answer
    // forever (NullPointerException in ZooKeeperServer.removeCnxn): do not wait long for the first answer.
    // Ask for a word until the server serves, and only then for a session: one whose reply is not awaited expires in the middle of a test.
    private static readonly TimeSpan FirstPatience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SessionPatience = TimeSpan.FromSeconds(30);

    public static async Task WaitAsync(ZooKeeperServer server, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var patience = FirstPatience;
        while (true)
        {
            var failure = await TryAsync(server, patience, cancellationToken);
            if (failure is null)
            {
                return;
            }

            if (!server.IsRunning)
            {
                throw new ZooKeeperStartException($"The server on port {server.Port} ended while it started.", server.LogTail, failure);
            }

            if (TimeProvider.System.GetElapsedTime(started) > timeout)
            {
                throw new ZooKeeperStartException($"The server on port {server.Port} does not serve after {timeout.TotalSeconds} s.", server.LogTail, failure);
            }

            if (failure is OperationCanceledException && patience < LongestPatience)
            {
                patience *= 2;
            }

            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<Exception?> TryAsync(ZooKeeperServer server, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        attempt.CancelAfter(patience);
        try
        {
            if (!await server.ServesOwnDataAsync(attempt.Token))
            {
                return new IOException($"The server on port {server.Port} does not serve yet, or is another one.");
            }

            attempt.CancelAfter(SessionPatience);
            await using var session = await RawSession.ConnectAsync(server.Port, TimeSpan.FromSeconds(10), cancellationToken: attempt.Token);
            await session.CloseSessionAsync(attempt.Token);
            return null;
        }
        catch (Exception e) when (e is SocketException or IOException || IsImpatience(e))
        {
            return e;
        }

        bool IsImpatience(Exception e) => e is OperationCanceledException && !cancellationToken.IsCancellationRequested;
    }
}
