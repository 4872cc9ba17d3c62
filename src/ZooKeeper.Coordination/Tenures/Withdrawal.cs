using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Tenures;

/// <summary>
/// Deletes the znode of a contender that gives up, or one that an unanswered request may have created. A znode that stays would block all others for as long as
/// the session lives, so transient errors are retried until the znode or the session is gone.
/// </summary>
internal sealed partial class Withdrawal(ZooKeeperSession session, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// Deletes znodes one after the other, each only when the previous ones are gone. Returns when all are gone, or after a second and continues in the
    /// background.
    /// </summary>
    public Task RunAsync(params IReadOnlyList<string> paths) => Farewell.WaitAsync(InOrderAsync(paths), time);

    /// <summary>Does the same for the znode with an id in its name, if there is one.</summary>
    public Task RunAsync(string parent, Guid id) => Farewell.WaitAsync(ToTheEndAsync(parent, () => FindAndDeleteAsync(parent, id)), time);

    /// <summary>Does the same for a znode whose name others use as well, but only if its data and metadata show that this contender created it.</summary>
    public Task RunAsync(string path, Func<ZnodeData, bool> isOwn) => Farewell.WaitAsync(ToTheEndAsync(path, () => DeleteOwnAsync(path, isOwn)), time);

    private async Task InOrderAsync(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            await ToTheEndAsync(path, () => DeleteAsync(path)).ConfigureAwait(false);
        }
    }

    // A server may lag behind the one that has created the znode.
    private async Task<bool> FindAndDeleteAsync(string parent, Guid id)
    {
        await session.SyncAsync().ConfigureAwait(false);
        var children = await session.GetChildrenAsync(parent).ConfigureAwait(false);
        foreach (var name in children.Names.Where(name => name.Contains($"{id:D}", StringComparison.Ordinal)))
        {
            await DeleteAsync(ZnodePath.Combine(parent, name)).ConfigureAwait(false);
        }

        return true;
    }

    private async Task<bool> DeleteOwnAsync(string path, Func<ZnodeData, bool> isOwn)
    {
        await session.SyncAsync().ConfigureAwait(false);
        return isOwn(await session.GetDataAsync(path).ConfigureAwait(false)) && await DeleteAsync(path).ConfigureAwait(false);
    }

    private async Task<bool> DeleteAsync(string path)
    {
        await session.DeleteAsync(path).ConfigureAwait(false);
        return true;
    }

    private async Task ToTheEndAsync(string path, Func<Task<bool>> delete)
    {
        try
        {
            await Retry.UntilAnsweredAsync(delete, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NoNodeException or SessionExpiredException or ObjectDisposedException)
        {
            // It is gone.
        }
        catch (Exception e)
        {
            LogFailed(logger, path, e);
        }
    }

    [LoggerMessage(4003, LogLevel.Error, "Cannot delete {Path}, which blocks other contenders until the session ends")]
    private static partial void LogFailed(ILogger logger, string path, Exception exception);
}
