using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Presences;

/// <summary>
/// Deletes the znode of a presence that leaves, whichever of its sessions owns it, but not that of another process. Retries transient errors until the znode is
/// gone.
/// </summary>
internal sealed partial class Departure(ZooKeeperClient client, string path, IReadOnlySet<long> mine, TimeProvider time, ILogger logger)
{
    public async Task RunAsync()
    {
        while (true)
        {
            try
            {
                await DeleteAsync(await client.GetSessionAsync().ConfigureAwait(false)).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is NoNodeException or ObjectDisposedException)
            {
                return;
            }
            catch (SessionExpiredException)
            {
                // The server may still keep the session.
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await Retry.PauseAfterAsync(e, time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                LogFailed(logger, path, e);
                return;
            }
        }
    }

    private async Task DeleteAsync(ZooKeeperSession session)
    {
        // A creation may have been sent to another server, and its reply lost.
        await session.SyncAsync().ConfigureAwait(false);
        if (await session.ExistsAsync(path).ConfigureAwait(false) is { } stat && mine.Contains(stat.EphemeralOwner))
        {
            await session.DeleteAsync(path).ConfigureAwait(false);
        }
    }

    [LoggerMessage(4024, LogLevel.Error, "Cannot delete {Path}, which others see until the session ends")]
    private static partial void LogFailed(ILogger logger, string path, Exception exception);
}
