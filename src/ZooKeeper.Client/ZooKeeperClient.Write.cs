using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client;

public sealed partial class ZooKeeperClient
{
    /// <summary>Creates a znode.</summary>
    /// <param name="path">The path; the parent must exist.</param>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="mode">The kind of znode.</param>
    /// <param name="acl">The access control list; null is <see cref="Acl.Open"/>.</param>
    /// <param name="ttl">The time to live, for the modes that have one: 1 ms to 2⁴⁰−1 ms.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NodeExistsException">The znode exists already.</exception>
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
    /// <param name="version">The version that it must have; −1 is any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NoNodeException">The znode does not exist.</exception>
    /// <exception cref="NotEmptyException">The znode has children.</exception>
    /// <exception cref="BadVersionException">The znode has another version.</exception>
    public Task DeleteAsync(string path, int version = -1, CancellationToken cancellationToken = default) =>
        CallAsync<VersionedRequest, Nothing>(OpCode.Delete, path, new VersionedRequest(ToServer(path), version), cancellationToken);

    /// <summary>Writes a znode's data.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="version">The version that it must have; −1 is any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The metadata after the write.</returns>
    /// <exception cref="NoNodeException">The znode does not exist.</exception>
    /// <exception cref="BadVersionException">The znode has another version.</exception>
    public Task<Stat> SetDataAsync(string path, byte[]? data, int version = -1, CancellationToken cancellationToken = default) =>
        CallAsync<SetDataRequest, StatReply, Stat>(
            OpCode.SetData, path, new SetDataRequest(ToServer(path), data, version), static reply => reply.Stat.Stat, cancellationToken);

    /// <summary>Replaces a znode's access control list. No watch tells of it.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="acl">The new list; it must not be empty.</param>
    /// <param name="version">The <see cref="Stat.Aversion"/> that it must have; −1 is any.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The metadata after the write.</returns>
    public async Task<Stat> SetAclAsync(string path, IReadOnlyList<Acl> acl, int version = -1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acl);
        var request = new SetAclRequest(ToServer(path), AclRecord.Wrap(acl), version);
        return (await CallAsync<SetAclRequest, StatReply>(OpCode.SetAcl, path, request, cancellationToken).ConfigureAwait(false)).Stat.Stat;
    }

    /// <summary>Does several writes in one transaction: all or none.</summary>
    /// <param name="multi">The writes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The results, in the order of the writes.</returns>
    /// <exception cref="ZooKeeperException">A write failed, so none was done; the exception is that of the write that failed.</exception>
    public async Task<IReadOnlyList<MultiResult>> MultiAsync(Multi multi, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(multi);
        var request = multi.ToRequest(_chroot.ToServer);
        var reply = await CallAsync<MultiRequest, MultiReply>(OpCode.Multi, path: null, request, cancellationToken).ConfigureAwait(false);
        var results = Fitting(reply, multi.Count, OpCode.Multi);
        for (var i = 0; i < results.Count; i++)
        {
            // Operations before the one that failed carry no error, those after it RuntimeInconsistency.
            if (results[i].Result is IntReply { Value: not 0 } error)
            {
                throw ZooKeeperException.Of((ErrorCode)error.Value, $"Operation {i} of a multi, {multi.TypeOf(i)}", multi.PathOf(i));
            }
        }

        return [.. results.Select((result, index) => ToResult(multi.PathOf(index), result))];
    }

    private MultiResult ToResult(string path, MultiOperationResult result) => result.Result switch
    {
        CreateReply created => new MultiResult(_chroot.ToUser(created.Path), created.Stat.Stat),
        PathReply created => new MultiResult(_chroot.ToUser(created.Path), Stat: null), // Apache ZooKeeper takes a create2 in a multi for a create
        StatReply written => new MultiResult(path, written.Stat.Stat),
        _ => new MultiResult(path, Stat: null),
    };
}
