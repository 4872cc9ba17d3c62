using ZooKeeper.Client.Composed;

namespace ZooKeeper.Client;

/// <summary>Provides operations that take several requests.</summary>
public static class ZooKeeperOperationsExtensions
{
    /// <summary>Creates a znode, and its missing ancestors.</summary>
    /// <param name="operations">The client or session.</param>
    /// <param name="path">The path.</param>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="mode">The kind of znode.</param>
    /// <param name="acl">The access control list of the znode and of the ancestors that this call creates. If null, <see cref="Acl.Open"/>.</param>
    /// <param name="ttl">The time to live, for modes that have one: from 1 ms to 2⁴⁰−1 ms.</param>
    /// <param name="parents">
    /// The kind of the ancestors: <see cref="CreateMode.Persistent"/>, or <see cref="CreateMode.Container"/> for ancestors that the server deletes when they are
    /// empty again.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute a request.</param>
    /// <returns>The znode.</returns>
    /// <exception cref="NodeExistsException">The znode already exists.</exception>
    public static Task<CreatedZnode> CreateWithParentsAsync(
        this ZooKeeperOperations operations,
        string path,
        byte[]? data = null,
        CreateMode mode = CreateMode.Persistent,
        IReadOnlyList<Acl>? acl = null,
        TimeSpan? ttl = null,
        CreateMode parents = CreateMode.Persistent,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operations);
        return parents is CreateMode.Persistent or CreateMode.Container
            ? new CreationWithParents(operations, parents, acl).RunAsync(path, data, mode, ttl, cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(parents), parents, "Ancestors can be persistent znodes or containers.");
    }

    /// <summary>Creates a znode exactly once, even if the connection is lost before the reply. Its name begins with <c>_c_</c> and an id.</summary>
    /// <remarks>
    /// <para>
    /// After a lost connection, the client looks for the id among the children of the parent. If the znode is there, it is returned; otherwise, it is created. The
    /// names are those of Apache Curator: <c>/locks/lock-</c> becomes <c>/locks/_c_6f9619ff-8b86-d011-b42d-00c04fc964ff-lock-0000000007</c>.
    /// </para>
    /// <para>
    /// An ephemeral znode is created in one session. If that ends, the call throws <see cref="SessionExpiredException"/>, and the znode is gone.
    /// </para>
    /// </remarks>
    /// <param name="session">The session. It owns the znode if that is ephemeral.</param>
    /// <param name="path">The path without the prefix. The parent must exist.</param>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="mode">The kind of znode.</param>
    /// <param name="acl">The access control list, which must permit reading the parent. If null, <see cref="Acl.Open"/>.</param>
    /// <param name="id">
    /// The id, or null for a new one. If you cancel the call, the znode may exist: use an id of your own to find it.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute a request.</param>
    /// <returns>The znode.</returns>
    /// <exception cref="NoNodeException">The parent does not exist.</exception>
    public static Task<CreatedZnode> CreateProtectedAsync(
        this ZooKeeperSession session,
        string path,
        byte[]? data = null,
        CreateMode mode = CreateMode.EphemeralSequential,
        IReadOnlyList<Acl>? acl = null,
        Guid? id = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new ProtectedCreation(session, id ?? Guid.NewGuid()).RunAsync(path, data, mode, acl, cancellationToken);
    }

    /// <summary>Deletes a znode and everything below it, in transactions of limited size. Other clients can see a part of it.</summary>
    /// <param name="operations">The client or session.</param>
    /// <param name="path">The znode.</param>
    /// <param name="cancellationToken">Stops after the present transaction.</param>
    /// <returns>How many znodes this call deleted: 0 if the znode does not exist.</returns>
    /// <exception cref="NoAuthException">A znode may not be deleted.</exception>
    public static Task<int> DeleteSubtreeAsync(this ZooKeeperOperations operations, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operations);
        return new SubtreeDeletion(operations).RunAsync(path, cancellationToken);
    }

    /// <summary>Waits until a znode does not exist. Returns at once if there is none.</summary>
    /// <param name="operations">The client or session.</param>
    /// <param name="path">The znode.</param>
    /// <param name="cancellationToken">Cancels the wait and removes its watch.</param>
    public static async Task WaitForDeletionAsync(this ZooKeeperOperations operations, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operations);
        while (true)
        {
            using var watch = await operations.ExistsAndWatchAsync(path, cancellationToken).ConfigureAwait(false);
            if (watch.Value is null || (await watch.WaitAsync(cancellationToken).ConfigureAwait(false)).Type == WatchEventType.NodeDeleted)
            {
                return;
            }
        }
    }
}
