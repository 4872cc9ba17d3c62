using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Tenures;

/// <summary>The pause before a request is sent again.</summary>
internal static class Pause
{
    private static readonly TimeSpan Throttled = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits if the server asked for less work. After a lost connection, the next request itself waits for a connection.</summary>
    public static Task AfterAsync(ZooKeeperException error, TimeProvider time, CancellationToken cancellationToken = default) =>
        error is ConnectionLossException ? Task.CompletedTask : Task.Delay(Throttled, time, cancellationToken);
}
