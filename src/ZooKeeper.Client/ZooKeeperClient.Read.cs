using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client;

public sealed partial class ZooKeeperClient
{
    /// <summary>Reads a znode's data.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="watcher">Called once, on a thread of the pool, when the znode is changed or deleted after this read; null for no watch.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NoNodeException">The znode does not exist; then no watch is set.</exception>
    /// <exception cref="NoAuthException">The read permission is missing.</exception>
    public Task<ZnodeData> GetDataAsync(string path, Action<WatchedEvent>? watcher = null, CancellationToken cancellationToken = default) => watcher is null
        ? CallAsync<ReadRequest, GetDataReply, ZnodeData>(
            OpCode.GetData, path, new ReadRequest(ToServer(path), Watch: false), static reply => new ZnodeData(reply.Data, reply.Stat.Stat), cancellationToken)
        : GetDataAndWatchAsync(path, watcher, cancellationToken);

    /// <summary>Reads a znode's metadata.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="watcher">Called once, on a thread of the pool, when the znode is created, changed or deleted after this read; null for no watch.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The metadata, or null if the znode does not exist.</returns>
    public async Task<Stat?> ExistsAsync(string path, Action<WatchedEvent>? watcher = null, CancellationToken cancellationToken = default)
    {
        var reply = await ReadAsync<StatReply>(OpCode.Exists, path, watcher, cancellationToken).ConfigureAwait(false);
        return reply.Error switch
        {
            ErrorCode.Ok => reply.Body.Stat.Stat,
            ErrorCode.NoNode => null,
            _ => throw ZooKeeperException.Of(reply.Error, nameof(OpCode.Exists), path),
        };
    }

    /// <summary>Lists a znode's children.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="watcher">Called once, on a thread of the pool, when a child is created or deleted, or the znode itself deleted, after this read;
    /// null for no watch.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NoNodeException">The znode does not exist; then no watch is set.</exception>
    /// <exception cref="NoAuthException">The read permission is missing.</exception>
    public async Task<ZnodeChildren> GetChildrenAsync(string path, Action<WatchedEvent>? watcher = null, CancellationToken cancellationToken = default)
    {
        var reply = await ReadAsync<GetChildren2Reply>(OpCode.GetChildren2, path, watcher, cancellationToken).ConfigureAwait(false);
        return reply.Error == ErrorCode.Ok
            ? new ZnodeChildren(reply.Body.Names, reply.Body.Stat.Stat)
            : throw ZooKeeperException.Of(reply.Error, nameof(OpCode.GetChildren), path);
    }

    /// <summary>Reads a znode's access control list.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<AclAndStat> GetAclAsync(string path, CancellationToken cancellationToken = default)
    {
        var request = new PathRequest(ToServer(path));
        var reply = await CallAsync<PathRequest, GetAclReply>(OpCode.GetAcl, path, request, cancellationToken).ConfigureAwait(false);
        return new AclAndStat(AclRecord.Unwrap(reply.Acl), reply.Stat.Stat);
    }

    /// <summary>Brings the server that this client is connected to up to the leader's state, so that reads made after this call see it.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task SyncAsync(CancellationToken cancellationToken = default) =>
        CallAsync<PathRequest, PathReply>(OpCode.Sync, "/", new PathRequest(ToServer("/")), cancellationToken);

    /// <summary>Reads several znodes in one state (ZooKeeper 3.6).</summary>
    /// <param name="reads">The reads.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<MultiReadResults> MultiReadAsync(MultiRead reads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reads);
        var request = new PendingReply<MultiRequest, MultiReply>(OpCode.MultiRead, path: null, reads.ToRequest(_chroot.ToServer));
        var reply = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Error == ErrorCode.Ok
            ? new MultiReadResults(
                reply.Zxid, [.. Fitting(reply.Body, reads.Count, OpCode.MultiRead).Select((result, index) => ToResult(reads.PathOf(index), result.Result))])
            : throw ZooKeeperException.Of(reply.Error, nameof(OpCode.MultiRead), path: null);
    }

    /// <summary>The paths of this session's ephemeral znodes at or below a path (ZooKeeper 3.6).</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<IReadOnlyList<string>> GetEphemeralsAsync(string path = "/", CancellationToken cancellationToken = default)
    {
        var serverPath = ToServer(path);
        var reply = await CallAsync<PathRequest, NamesReply>(OpCode.GetEphemerals, path, new PathRequest(serverPath), cancellationToken).ConfigureAwait(false);
        return [.. reply.Names.Where(name => ZnodePath.IsAtOrBelow(name, serverPath)).Select(_chroot.ToUser)];
    }

    /// <summary>The number of znodes below a znode, at any depth (ZooKeeper 3.6). The server counts through all its znodes: do not poll it.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<int> GetAllChildrenNumberAsync(string path, CancellationToken cancellationToken = default)
    {
        var request = new PathRequest(ToServer(path));
        return (await CallAsync<PathRequest, IntReply>(OpCode.GetAllChildrenNumber, path, request, cancellationToken).ConfigureAwait(false)).Value;
    }

    /// <summary>The identities that the server knows this connection by (ZooKeeper 3.7).</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<IReadOnlyList<ClientIdentity>> WhoAmIAsync(CancellationToken cancellationToken = default)
    {
        var reply = await CallAsync<Nothing, WhoAmIReply>(OpCode.WhoAmI, path: null, default, cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(reply.Identities, record => record.Identity);
    }

    private async Task<ZnodeData> GetDataAndWatchAsync(string path, Action<WatchedEvent> watcher, CancellationToken cancellationToken)
    {
        var reply = await ReadAsync<GetDataReply>(OpCode.GetData, path, watcher, cancellationToken).ConfigureAwait(false);
        return reply.Error == ErrorCode.Ok
            ? new ZnodeData(reply.Body.Data, reply.Body.Stat.Stat)
            : throw ZooKeeperException.Of(reply.Error, nameof(OpCode.GetData), path);
    }

    private static MultiReadResult ToResult(string path, IRecord result) => result switch
    {
        GetDataReply data => new MultiReadResult(path, ErrorCode.Ok, new ZnodeData(data.Data, data.Stat.Stat), Children: null),
        NamesReply names => new MultiReadResult(path, ErrorCode.Ok, Data: null, names.Names),
        IntReply error => new MultiReadResult(path, (ErrorCode)error.Value, Data: null, Children: null),
        _ => throw NotFitting(OpCode.MultiRead),
    };

    private static IReadOnlyList<MultiOperationResult> Fitting(MultiReply reply, int operations, OpCode opCode) =>
        reply.Results.Count == operations ? reply.Results : throw NotFitting(opCode);

    private static ZooKeeperException NotFitting(OpCode opCode) =>
        new(ErrorCode.MarshallingError, $"The server's reply to {opCode} does not have the results that were asked for.");

    private Task<Reply<TReply>> ReadAsync<TReply>(OpCode opCode, string path, Action<WatchedEvent>? watcher, CancellationToken cancellationToken)
        where TReply : IRecord<TReply>
    {
        var serverPath = ToServer(path);
        return SendAsync(
            watcher is null
                ? new PendingReply<ReadRequest, TReply>(opCode, path, new ReadRequest(serverPath, Watch: false))
                : new WatchingRead<TReply>(opCode, path, serverPath, _watches, ForUser(watcher)),
            cancellationToken);
    }

    private string ToServer(string path) => _chroot.ToServer(ZnodePath.Parse(path).Value);

    private Action<WatchedEvent> ForUser(Action<WatchedEvent> watcher) =>
        watchedEvent => watcher(watchedEvent with { Path = _chroot.ToUser(watchedEvent.Path) });
}
