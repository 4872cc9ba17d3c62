using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Tenures;

/// <summary>
/// Deletes the znode of a contender that gives up, or that may have been created by a request without an answer. A znode that stays would block all others for as
/// long as the session lives, so this ends only when the znode is gone, or the session.
/// </summary>
internal sealed partial class Withdrawal(ZooKeeperSession session, TimeProvider time, ILogger logger)
{
    /// <summary>Deletes a znode. Returns when it is gone or after <paramref name="patience"/>, and goes on in the background.</summary>
    public Task RunAsync(string path, TimeSpan patience) => WaitAsync(DeleteAsync(path), patience);

    /// <summary>Deletes the znode with an id in its name, if there is one.</summary>
    public Task RunAsync(string parent, Guid id, TimeSpan patience) => WaitAsync(FindAndDeleteAsync(parent, id), patience);

    private async Task WaitAsync(Task withdrawal, TimeSpan patience)
    {
        try
        {
            await withdrawal.WaitAsync(patience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It goes on by itself.
        }
    }

    private async Task FindAndDeleteAsync(string parent, Guid id)
    {
        await UntilAnsweredAsync(parent, async () =>
        {
            await session.SyncAsync().ConfigureAwait(false);
            var children = await session.GetChildrenAsync(parent).ConfigureAwait(false);
            foreach (var name in children.Names.Where(name => name.Contains($"{id:D}", StringComparison.Ordinal)))
            {
                await DeleteAsync(ZnodePath.Combine(parent, name)).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private Task DeleteAsync(string path) => UntilAnsweredAsync(path, () => session.DeleteAsync(path));

    private async Task UntilAnsweredAsync(string path, Func<Task> action)
    {
        while (true)
        {
            try
            {
                await action().ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is NoNodeException or SessionExpiredException or ObjectDisposedException)
            {
                return; // it is gone
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await Pause.AfterAsync(e, time).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                LogFailed(logger, path, e);
                return;
            }
        }
    }

    [LoggerMessage(4003, LogLevel.Error, "Cannot delete {Path}, which blocks other contenders until the session ends")]
    private static partial void LogFailed(ILogger logger, string path, Exception exception);
}
