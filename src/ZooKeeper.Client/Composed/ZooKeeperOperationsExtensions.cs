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
    /// After a lost connection, the client looks for the id among the children of the parent. If no child has it, the client creates the znode again. The names
    /// are those of Apache Curator: <c>/locks/lock-</c> becomes <c>/locks/_c_6f9619ff-8b86-d011-b42d-00c04fc964ff-lock-0000000007</c>.
    /// </para>
    /// <para>
    /// An ephemeral znode belongs to one session. If the session ends, the call throws <see cref="SessionExpiredException"/>, and the znode is gone.
    /// </para>
    /// </remarks>
    /// <param name="session">The session. If the znode is ephemeral, this session owns it.</param>
    /// <param name="path">The path without the prefix. The parent must exist, and the session must be able to list its children.</param>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="mode">The kind of znode.</param>
    /// <param name="acl">The access control list of the znode. If null, <see cref="Acl.Open"/>.</param>
    /// <param name="id">
    /// The id, or null for a new one. If you cancel the call, the znode may exist. To be able to find it, pass your own id.
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

    /// <summary>Deletes a znode and everything below it, in transactions of limited size. Other clients can see a partly deleted subtree.</summary>
    /// <param name="operations">The client or session.</param>
    /// <param name="path">The znode.</param>
    /// <param name="cancellationToken">Cancels the wait and deletes no more. The server may still execute the current transaction.</param>
    /// <returns>How many znodes this call deleted: 0 if the znode does not exist.</returns>
    /// <exception cref="NoAuthException">The client lacks the permission to list or delete a znode.</exception>
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
