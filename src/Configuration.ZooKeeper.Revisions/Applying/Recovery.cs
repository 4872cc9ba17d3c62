using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Applying;

/// <summary>Waits before a request that failed for a reason that passes is sent again.</summary>
internal static class Recovery
{
    private static readonly TimeSpan PauseOfBusyServer = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for a connection, and pauses if the server itself has rejected the request: it can be throttling.</summary>
    public static async Task RecoverAsync(this ZooKeeperClient client, ZooKeeperException error, TimeProvider time, CancellationToken cancellationToken)
    {
        if (error is not ConnectionLossException)
        {
            await Task.Delay(PauseOfBusyServer, time, cancellationToken).ConfigureAwait(false);
        }

        await client.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);
    }
}
