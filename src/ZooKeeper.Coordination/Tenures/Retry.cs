using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Tenures;

/// <summary>Repeats requests that fail for a reason that passes, such as a lost connection or a throttling server.</summary>
internal static class Retry
{
    private static readonly TimeSpan PauseOfBusyServer = TimeSpan.FromMilliseconds(200);

    /// <summary>Sends a request until a server has answered it. Do not use it for a write that must not happen twice.</summary>
    public static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> request, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await request().ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.IsTransient && e is not SessionExpiredException)
            {
                await PauseAfterAsync(e, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits if the server asked for less work. After a lost connection, the next request itself waits for a connection.</summary>
    public static Task PauseAfterAsync(ZooKeeperException error, TimeProvider time, CancellationToken cancellationToken) =>
        error is ConnectionLossException ? Task.CompletedTask : Task.Delay(PauseOfBusyServer, time, cancellationToken);
}
