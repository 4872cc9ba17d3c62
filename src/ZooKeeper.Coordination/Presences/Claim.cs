using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Presences;

/// <summary>
/// Creates an ephemeral znode at a fixed path in a session, or replaces an existing one. The session that owns an existing znode shows whether it comes from a
/// creation whose reply was lost, a former session of this process, or another process.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="path">The path.</param>
/// <param name="options">The options.</param>
/// <param name="mine">The ids of the sessions in which this process may have created the znode.</param>
internal sealed class Claim(ZooKeeperSession session, string path, GroupOptions options, IReadOnlySet<long> mine)
{
    /// <summary>Creates the znode, or replaces one of an earlier session without a gap.</summary>
    /// <param name="data">The data.</param>
    /// <param name="replacesOthers">Whether it also replaces an ephemeral znode of another process.</param>
    /// <param name="cancellationToken">Cancels the wait. The znode may be created.</param>
    /// <returns>Whether this session owns the znode. If not, another process does.</returns>
    public async Task<bool> TryAsync(byte[]? data, bool replacesOthers, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await session.CreateAsync(path, data, CreateMode.Ephemeral, options.Acl, cancellationToken: cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (NodeExistsException)
            {
                if (await DecideAsync(data, replacesOthers, cancellationToken).ConfigureAwait(false) is { } isOwn)
                {
                    return isOwn;
                }
            }
            catch (NoNodeException) when (ZnodePath.ParentOf(path) is { } parent)
            {
                await EnsureAsync(parent, cancellationToken).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.IsTransient && e is not SessionExpiredException)
            {
                await Retry.PauseAfterAsync(e, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Null if the creation must be tried again.
    private async Task<bool?> DecideAsync(byte[]? data, bool replacesOthers, CancellationToken cancellationToken)
    {
        // A server may lag behind the one that has rejected the creation.
        await session.SyncAsync(cancellationToken).ConfigureAwait(false);
        if (await session.ExistsAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false) is not { } stat)
        {
            return null;
        }

        if (stat.EphemeralOwner == session.Id)
        {
            return await WriteAsync(data, stat.Version, cancellationToken).ConfigureAwait(false) ? true : null;
        }

        if (stat.EphemeralOwner == 0)
        {
            throw new InvalidOperationException($"'{path}' exists and is not ephemeral, so it belongs to no session. Delete it, or choose another id.");
        }

        if (!replacesOthers && !mine.Contains(stat.EphemeralOwner))
        {
            return false;
        }

        return await ReplaceAsync(data, stat.Version, cancellationToken).ConfigureAwait(false) ? true : null;
    }

    // The reply to the creation was lost, and the data may have changed since.
    private async Task<bool> WriteAsync(byte[]? data, int version, CancellationToken cancellationToken)
    {
        try
        {
            await session.SetDataAsync(path, data, version, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is NoNodeException or BadVersionException)
        {
            return false;
        }
    }

    private async Task<bool> ReplaceAsync(byte[]? data, int version, CancellationToken cancellationToken)
    {
        try
        {
            await session.MultiAsync(new Multi().Delete(path, version).Create(path, data, CreateMode.Ephemeral, options.Acl), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is NoNodeException or BadVersionException)
        {
            return false; // it has changed or gone meanwhile
        }
    }

    // Containers, like Curator's: the server deletes them some time after the last member has left.
    private async Task EnsureAsync(string parent, CancellationToken cancellationToken)
    {
        try
        {
            await session.CreateWithParentsAsync(
                parent, mode: CreateMode.Container, acl: options.Acl, parents: CreateMode.Container, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            // Another member was faster.
        }
    }
}
