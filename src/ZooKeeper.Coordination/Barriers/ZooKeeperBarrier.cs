using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>A barrier that stops processes while it is set. When it is removed, all of them continue. All members are thread-safe.</summary>
/// <remarks>
/// The barrier is set while a znode exists at its path, as with Apache Curator's <c>DistributedBarrier</c> and kazoo's <c>Barrier</c>. Processes that use any
/// of these libraries can share it. No session owns the barrier, so it stays set after the process that set it has ended.
/// </remarks>
public sealed class ZooKeeperBarrier
{
    private readonly ZooKeeperClient _client;
    private readonly BarrierOptions _options;

    /// <summary>Creates a barrier. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="path">The path of the barrier.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperBarrier(ZooKeeperClient client, string path, BarrierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _options = options ?? new BarrierOptions();
        _options.Validate();
        Path = ZnodePath.Parse(path).Value;
    }

    /// <summary>Gets the path of the barrier.</summary>
    public string Path { get; }

    /// <summary>Sets the barrier. Does nothing if it is set.</summary>
    /// <remarks>If the reply is lost, the request is sent again: if another process removes the barrier meanwhile, it is set again.</remarks>
    /// <param name="cancellationToken">Cancels the wait. The server may still set the barrier.</param>
    /// <exception cref="NoAuthException">The identities of the connection lack the Create permission on the parent.</exception>
    public Task SetAsync(CancellationToken cancellationToken = default) => UntilDoneAsync(
        async () =>
        {
            try
            {
                // Like Curator, creates parents as containers.
                await _client.CreateWithParentsAsync(Path, acl: _options.Acl, parents: CreateMode.Container, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            catch (NodeExistsException)
            {
                // It is set.
            }
        },
        cancellationToken);

    /// <summary>Removes the barrier, so that all waiting processes continue. Does nothing if it is not set.</summary>
    /// <remarks>If the reply is lost, the request is sent again: if another process sets the barrier meanwhile, it is removed again.</remarks>
    /// <param name="cancellationToken">Cancels the wait. The server may still remove the barrier.</param>
    /// <exception cref="NoAuthException">The identities of the connection lack the Delete permission on the parent.</exception>
    /// <exception cref="NotEmptyException">The znode has children, so it is no barrier.</exception>
    public Task RemoveAsync(CancellationToken cancellationToken = default) => UntilDoneAsync(
        async () =>
        {
            try
            {
                await _client.DeleteAsync(Path, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            catch (NoNodeException)
            {
                // It is not set.
            }
        },
        cancellationToken);

    /// <summary>Waits until the barrier is removed. Returns at once if it is not set.</summary>
    /// <remarks>
    /// The first read is at least as new as the call. The wait survives lost connections and sessions. If the barrier is removed and set again, waiting
    /// processes continue, except those that were disconnected at that time.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the wait and removes its watch.</param>
    /// <exception cref="NoAuthException">The identities of the connection lack the Read permission on the znode, which the server demands since 3.8.4 and 3.9.2.</exception>
    public Task WaitAsync(CancellationToken cancellationToken = default) => UntilDoneAsync(
        async () =>
        {
            // A server may lag behind the one that has set it.
            await _client.SyncAsync(cancellationToken).ConfigureAwait(false);
            await _client.WaitForDeletionAsync(Path, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    private async Task UntilDoneAsync(Func<Task> actionAsync, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await actionAsync().ConfigureAwait(false);
                return;
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await Retry.PauseAfterAsync(e, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
