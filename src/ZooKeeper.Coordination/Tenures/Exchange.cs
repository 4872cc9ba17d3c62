using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Tenures;

/// <summary>Replaces an ephemeral znode of a session by another one in one transaction, exactly once, even if the reply is lost.</summary>
/// <param name="session">The session, which owns both.</param>
/// <param name="old">The znode that is deleted.</param>
/// <param name="next">The znode that is created. Its name is unique.</param>
/// <param name="options">The options of the contender.</param>
internal sealed class Exchange(ZooKeeperSession session, string old, string next, ContenderOptions options)
{
    /// <summary>Runs the transaction. If the call is cancelled, either of the znodes can exist.</summary>
    /// <param name="conditions">What must hold in addition.</param>
    /// <param name="data">The data of the new znode.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The zxid that created the new znode. Null if another client has deleted the old one.</returns>
    public async Task<long?> RunAsync(Multi conditions, byte[] data, CancellationToken cancellationToken)
    {
        // The deletion comes first: of several failures, a server reports the first.
        var multi = new Multi().Delete(old).Add(conditions).Create(next, data, CreateMode.Ephemeral, options.Acl);
        while (true)
        {
            try
            {
                return (await session.MultiAsync(multi, cancellationToken).ConfigureAwait(false)).Zxid;
            }
            catch (NoNodeException e) when (e.Path == old)
            {
                return await FindAsync(cancellationToken).ConfigureAwait(false); // an earlier transaction can have taken effect
            }
            catch (ZooKeeperException e) when (e.IsTransient && e is not SessionExpiredException)
            {
                await Retry.PauseAfterAsync(e, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A server may lag behind the one that has created it.
    private Task<long?> FindAsync(CancellationToken cancellationToken) => Retry.UntilAnsweredAsync(
        async () =>
        {
            await session.SyncAsync(cancellationToken).ConfigureAwait(false);
            var stat = await session.ExistsAsync(next, cancellationToken: cancellationToken).ConfigureAwait(false);
            return stat?.EphemeralOwner == session.Id ? stat.Value.Czxid : (long?)null;
        },
        options.TimeProvider,
        cancellationToken);
}
