using System.Runtime.CompilerServices;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client;

public abstract partial class ZooKeeperOperations
{
    /// <summary>Reads a znode's data.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="watcher">Called once, on a pool thread, when the znode is changed or deleted after this read. If null, no watch is set.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <exception cref="NoNodeException">The znode does not exist. No watch is set.</exception>
    /// <exception cref="NoAuthException">The identities of this connection lack the read permission.</exception>
    public Task<ZnodeData> GetDataAsync(string path, Action<WatchedEvent>? watcher = null, CancellationToken cancellationToken = default) => watcher is null
        ? CallAsync<ReadRequest, GetDataReply, ZnodeData>(
            OpCode.GetData, path, new ReadRequest(ToServer(path), Watch: false), static reply => new ZnodeData(reply.Data, reply.Stat.Stat), cancellationToken)
        : WatchDataAsync(path, ForUser(watcher), cancellationToken);

    /// <summary>Reads a znode's data, and sets a watch with an asynchronous callback.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="watcher">Called once when the znode is changed or deleted after this read. It starts on a pool thread. The client logs its exceptions.</param>
    /// <param name="cancellationToken">Cancels the wait. The watch is not set.</param>
    /// <inheritdoc cref="GetDataAsync(string, Action{WatchedEvent}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public Task<ZnodeData> GetDataAsync(string path, Func<WatchedEvent, Task>? watcher, CancellationToken cancellationToken = default) =>
        watcher is null ? GetDataAsync(path, default(Action<WatchedEvent>), cancellationToken) : WatchDataAsync(path, ForUser(watcher), cancellationToken);

    /// <summary>Reads a znode's metadata.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="watcher">Called once, on a pool thread, when the znode is created, changed or deleted after this read. If null, no watch is set.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <returns>The metadata, or null if the znode does not exist.</returns>
    public async Task<Stat?> ExistsAsync(string path, Action<WatchedEvent>? watcher = null, CancellationToken cancellationToken = default) =>
        ToStat(path, await ReadAsync<StatReply>(OpCode.Exists, path, watcher, cancellationToken).ConfigureAwait(false));

    /// <summary>Reads a znode's metadata, and sets a watch with an asynchronous callback.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="watcher">
    /// Called once when the znode is created, changed or deleted after this read. It starts on a pool thread. The client logs its exceptions.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait. The watch is not set.</param>
    /// <inheritdoc cref="ExistsAsync(string, Action{WatchedEvent}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public async Task<Stat?> ExistsAsync(string path, Func<WatchedEvent, Task>? watcher, CancellationToken cancellationToken = default) =>
        ToStat(path, await ReadAsync<StatReply>(OpCode.Exists, path, watcher, cancellationToken).ConfigureAwait(false));

    /// <summary>Lists a znode's children.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="watcher">Called once, on a pool thread, when a child is created or deleted, or the znode itself is deleted, after this read.
    /// If null, no watch is set.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <exception cref="NoNodeException">The znode does not exist. No watch is set.</exception>
    /// <exception cref="NoAuthException">The identities of this connection lack the read permission.</exception>
    public async Task<ZnodeChildren> GetChildrenAsync(string path, Action<WatchedEvent>? watcher = null, CancellationToken cancellationToken = default) =>
        ToChildren(path, await ReadAsync<GetChildren2Reply>(OpCode.GetChildren2, path, watcher, cancellationToken).ConfigureAwait(false));

    /// <summary>Lists a znode's children, and sets a watch with an asynchronous callback.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="watcher">
    /// Called once when a child is created or deleted, or the znode itself is deleted, after this read. It starts on a pool thread. The client logs its
    /// exceptions.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait. The watch is not set.</param>
    /// <inheritdoc cref="GetChildrenAsync(string, Action{WatchedEvent}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public async Task<ZnodeChildren> GetChildrenAsync(string path, Func<WatchedEvent, Task>? watcher, CancellationToken cancellationToken = default) =>
        ToChildren(path, await ReadAsync<GetChildren2Reply>(OpCode.GetChildren2, path, watcher, cancellationToken).ConfigureAwait(false));

    /// <summary>Reads a znode's data, and sets a watch that can be removed.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="cancellationToken">Cancels the wait. The watch is not set.</param>
    /// <returns>The data and the watch, which fires when the znode is changed or deleted.</returns>
    /// <exception cref="NoNodeException">The znode does not exist. No watch is set.</exception>
    public async Task<ZnodeWatch<ZnodeData>> GetDataAndWatchAsync(string path, CancellationToken cancellationToken = default)
    {
        var (read, watcher) = Watching<GetDataReply>(OpCode.GetData, path);
        var reply = await SendAsync(read, cancellationToken).ConfigureAwait(false);
        return new ZnodeWatch<ZnodeData>(ToData(path, reply), watcher, () => Remove(path, read.Watch));
    }

    /// <summary>Reads a znode's metadata, and sets a watch that can be removed.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="cancellationToken">Cancels the wait. The watch is not set.</param>
    /// <returns>The metadata, or null if the znode does not exist, and the watch, which fires when the znode is created, changed or deleted.</returns>
    public async Task<ZnodeWatch<Stat?>> ExistsAndWatchAsync(string path, CancellationToken cancellationToken = default)
    {
        var (read, watcher) = Watching<StatReply>(OpCode.Exists, path);
        var reply = await SendAsync(read, cancellationToken).ConfigureAwait(false);
        return new ZnodeWatch<Stat?>(ToStat(path, reply), watcher, () => Remove(path, read.Watch));
    }

    /// <summary>Lists a znode's children, and sets a watch that can be removed.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="cancellationToken">Cancels the wait. The watch is not set.</param>
    /// <returns>The children and the watch, which fires when a child is created or deleted, or the znode itself is deleted.</returns>
    /// <exception cref="NoNodeException">The znode does not exist. No watch is set.</exception>
    public async Task<ZnodeWatch<ZnodeChildren>> GetChildrenAndWatchAsync(string path, CancellationToken cancellationToken = default)
    {
        var (read, watcher) = Watching<GetChildren2Reply>(OpCode.GetChildren2, path);
        var reply = await SendAsync(read, cancellationToken).ConfigureAwait(false);
        return new ZnodeWatch<ZnodeChildren>(ToChildren(path, reply), watcher, () => Remove(path, read.Watch));
    }

    /// <summary>Reads a znode's access control list.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    public async Task<AclAndStat> GetAclAsync(string path, CancellationToken cancellationToken = default)
    {
        var request = new PathRequest(ToServer(path));
        var reply = await CallAsync<PathRequest, GetAclReply>(OpCode.GetAcl, path, request, cancellationToken).ConfigureAwait(false);
        return new AclAndStat(AclRecord.Unwrap(reply.Acl), reply.Stat.Stat);
    }

    /// <summary>Waits until the connected server has caught up with the leader. Reads made after this call see that state or a later one.</summary>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    public Task SyncAsync(CancellationToken cancellationToken = default) =>
        CallAsync<PathRequest, PathReply>(OpCode.Sync, "/", new PathRequest(ToServer("/")), cancellationToken);

    /// <summary>Reads several znodes at one zxid. Requires ZooKeeper 3.6.</summary>
    /// <param name="reads">The reads.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    public async Task<MultiReadResults> MultiReadAsync(MultiRead reads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reads);
        var request = new PendingReply<MultiRequest, MultiReply>(OpCode.MultiRead, path: null, reads.ToRequest(Chroot.ToServer));
        var reply = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Error == ErrorCode.Ok
            ? new MultiReadResults(
                reply.Zxid, [.. Fitting(reply.Body, reads.Count, OpCode.MultiRead).Select((result, index) => ToResult(reads.PathOf(index), result.Result))])
            : throw ZooKeeperException.Of(reply.Error, nameof(OpCode.MultiRead), path: null);
    }

    /// <summary>Gets the paths of this session's ephemeral znodes at or below a path. Requires ZooKeeper 3.6.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    public async Task<IReadOnlyList<string>> GetEphemeralsAsync(string path = "/", CancellationToken cancellationToken = default)
    {
        var serverPath = ToServer(path);
        var reply = await CallAsync<PathRequest, NamesReply>(OpCode.GetEphemerals, path, new PathRequest(serverPath), cancellationToken).ConfigureAwait(false);
        return [.. reply.Names.Where(name => ZnodePath.IsAtOrBelow(name, serverPath)).Select(Chroot.ToUser)];
    }

    /// <summary>
    /// Gets the number of znodes below a znode, at any depth. Requires ZooKeeper 3.6. To count them, the server visits all its znodes, so do not poll.
    /// </summary>
    /// <param name="path">The znode.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    public async Task<int> GetAllChildrenNumberAsync(string path, CancellationToken cancellationToken = default)
    {
        var request = new PathRequest(ToServer(path));
        return (await CallAsync<PathRequest, IntReply>(OpCode.GetAllChildrenNumber, path, request, cancellationToken).ConfigureAwait(false)).Value;
    }

    /// <summary>Gets the identities that this connection has on the server. Requires ZooKeeper 3.7.</summary>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    public async Task<IReadOnlyList<ClientIdentity>> WhoAmIAsync(CancellationToken cancellationToken = default)
    {
        var reply = await CallAsync<Nothing, WhoAmIReply>(OpCode.WhoAmI, path: null, default, cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(reply.Identities, record => record.Identity);
    }
}
