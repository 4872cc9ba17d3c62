using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client;

public sealed partial class ZooKeeperClient
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
        : GetDataAndWatchAsync(path, watcher, cancellationToken);

    /// <summary>Reads a znode's metadata.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="watcher">Called once, on a pool thread, when the znode is created, changed or deleted after this read. If null, no watch is set.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <returns>The metadata, or null if the znode does not exist.</returns>
    public async Task<Stat?> ExistsAsync(string path, Action<WatchedEvent>? watcher = null, CancellationToken cancellationToken = default)
    {
        var reply = await ReadAsync<StatReply>(OpCode.Exists, path, watcher, cancellationToken).ConfigureAwait(false);
        return reply.Error switch
        {
            ErrorCode.Ok => reply.Body.Stat.Stat,
            ErrorCode.NoNode => null,
            _ => throw ZooKeeperException.Of(reply.Error, nameof(OpCode.Exists), path, ToServer(path)),
        };
    }

    /// <summary>Lists a znode's children.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="watcher">Called once, on a pool thread, when a child is created or deleted, or the znode itself is deleted, after this read.
    /// If null, no watch is set.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <exception cref="NoNodeException">The znode does not exist. No watch is set.</exception>
    /// <exception cref="NoAuthException">The identities of this connection lack the read permission.</exception>
    public async Task<ZnodeChildren> GetChildrenAsync(string path, Action<WatchedEvent>? watcher = null, CancellationToken cancellationToken = default)
    {
        var reply = await ReadAsync<GetChildren2Reply>(OpCode.GetChildren2, path, watcher, cancellationToken).ConfigureAwait(false);
        return reply.Error == ErrorCode.Ok
            ? new ZnodeChildren(reply.Body.Names, reply.Body.Stat.Stat)
            : throw ZooKeeperException.Of(reply.Error, nameof(OpCode.GetChildren), path, ToServer(path));
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

    /// <summary>Brings the connected server up to the state of the leader. Reads made after this call see that state.</summary>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    public Task SyncAsync(CancellationToken cancellationToken = default) =>
        CallAsync<PathRequest, PathReply>(OpCode.Sync, "/", new PathRequest(ToServer("/")), cancellationToken);

    /// <summary>Reads several znodes at one zxid. Requires ZooKeeper 3.6.</summary>
    /// <param name="reads">The reads.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
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

    /// <summary>Gets the paths of this session's ephemeral znodes at or below a path. Requires ZooKeeper 3.6.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    public async Task<IReadOnlyList<string>> GetEphemeralsAsync(string path = "/", CancellationToken cancellationToken = default)
    {
        var serverPath = ToServer(path);
        var reply = await CallAsync<PathRequest, NamesReply>(OpCode.GetEphemerals, path, new PathRequest(serverPath), cancellationToken).ConfigureAwait(false);
        return [.. reply.Names.Where(name => ZnodePath.IsAtOrBelow(name, serverPath)).Select(_chroot.ToUser)];
    }

    /// <summary>Gets the number of znodes below a znode, at any depth. Requires ZooKeeper 3.6. The server visits all its znodes to count them, so do not poll.</summary>
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

    private async Task<ZnodeData> GetDataAndWatchAsync(string path, Action<WatchedEvent> watcher, CancellationToken cancellationToken)
    {
        var reply = await ReadAsync<GetDataReply>(OpCode.GetData, path, watcher, cancellationToken).ConfigureAwait(false);
        return reply.Error == ErrorCode.Ok
            ? new ZnodeData(reply.Body.Data, reply.Body.Stat.Stat)
            : throw ZooKeeperException.Of(reply.Error, nameof(OpCode.GetData), path, ToServer(path));
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
        new(ErrorCode.MarshallingError, $"The server's reply to {opCode} does not match the request.");

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

    /// <summary>Creates a znode.</summary>
    /// <param name="path">The path. The parent must exist.</param>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="mode">The kind of znode.</param>
    /// <param name="acl">The access control list. If null, <see cref="Acl.Open"/>.</param>
    /// <param name="ttl">The time to live, for modes that have one: from 1 ms to 2⁴⁰−1 ms.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <exception cref="NodeExistsException">The znode already exists.</exception>
    /// <exception cref="NoNodeException">The parent does not exist.</exception>
    public async Task<CreatedZnode> CreateAsync(
        string path,
        byte[]? data = null,
        CreateMode mode = CreateMode.Persistent,
        IReadOnlyList<Acl>? acl = null,
        TimeSpan? ttl = null,
        CancellationToken cancellationToken = default)
    {
        var serverPath = _chroot.ToServer(CreateRequests.ParsePath(path, mode));
        var (opCode, body) = CreateRequests.For(serverPath, data, mode, acl ?? Acl.Open, ttl);
        var reply = await CallAsync<IRecord, CreateReply>(opCode, path, body, cancellationToken).ConfigureAwait(false);
        return new CreatedZnode(_chroot.ToUser(reply.Path), reply.Stat.Stat);
    }

    /// <summary>Deletes a znode without children.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="version">The version that the znode must have, or −1 for any.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <exception cref="NoNodeException">The znode does not exist.</exception>
    /// <exception cref="NotEmptyException">The znode has children.</exception>
    /// <exception cref="BadVersionException">The znode has a different version.</exception>
    public Task DeleteAsync(string path, int version = -1, CancellationToken cancellationToken = default) =>
        CallAsync<VersionedRequest, Nothing>(OpCode.Delete, path, new VersionedRequest(ToServer(path), version), cancellationToken);

    /// <summary>Writes a znode's data.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="version">The version that the znode must have, or −1 for any.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <returns>The metadata after the write.</returns>
    /// <exception cref="NoNodeException">The znode does not exist.</exception>
    /// <exception cref="BadVersionException">The znode has a different version.</exception>
    public Task<Stat> SetDataAsync(string path, byte[]? data, int version = -1, CancellationToken cancellationToken = default) =>
        CallAsync<SetDataRequest, StatReply, Stat>(
            OpCode.SetData, path, new SetDataRequest(ToServer(path), data, version), static reply => reply.Stat.Stat, cancellationToken);

    /// <summary>Replaces a znode's access control list. No watch fires.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="acl">The new list. It must not be empty.</param>
    /// <param name="version">The <see cref="Stat.Aversion"/> that the znode must have, or −1 for any.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <returns>The metadata after the write.</returns>
    public async Task<Stat> SetAclAsync(string path, IReadOnlyList<Acl> acl, int version = -1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acl);
        var request = new SetAclRequest(ToServer(path), AclRecord.Wrap(acl), version);
        return (await CallAsync<SetAclRequest, StatReply>(OpCode.SetAcl, path, request, cancellationToken).ConfigureAwait(false)).Stat.Stat;
    }

    /// <summary>Executes several writes in one transaction: all or none.</summary>
    /// <param name="multi">The writes.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <returns>The results, in the order of the writes.</returns>
    /// <exception cref="ZooKeeperException">A write failed, so none was executed. The exception is the one of that write.</exception>
    public async Task<IReadOnlyList<MultiResult>> MultiAsync(Multi multi, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(multi);
        var request = multi.ToRequest(_chroot.ToServer);
        var reply = await CallAsync<MultiRequest, MultiReply>(OpCode.Multi, path: null, request, cancellationToken).ConfigureAwait(false);
        var results = Fitting(reply, multi.Count, OpCode.Multi);
        for (var i = 0; i < results.Count; i++)
        {
            // Operations before the failed one carry no error; those after it carry RuntimeInconsistency.
            if (results[i].Result is IntReply { Value: not 0 } error)
            {
                throw ZooKeeperException.Of(
                    (ErrorCode)error.Value, $"Operation {i} of a multi, {multi.TypeOf(i).Name()}", multi.PathOf(i), _chroot.ToServer(multi.PathOf(i)));
            }
        }

        return [.. results.Select((result, index) => ToResult(multi.PathOf(index), result))];
    }

    private MultiResult ToResult(string path, MultiOperationResult result) => result.Result switch
    {
        CreateReply created => new MultiResult(_chroot.ToUser(created.Path), created.Stat.Stat),
        PathReply created => new MultiResult(_chroot.ToUser(created.Path), Stat: null), // Apache ZooKeeper executes a create2 in a multi as a create
        StatReply written => new MultiResult(path, written.Stat.Stat),
        _ => new MultiResult(path, Stat: null),
    };
}
