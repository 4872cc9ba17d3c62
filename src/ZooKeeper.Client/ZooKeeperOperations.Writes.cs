using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client;

public abstract partial class ZooKeeperOperations
{
    /// <summary>Creates a znode.</summary>
    /// <param name="path">The path. The parent must exist.</param>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="mode">The kind of znode.</param>
    /// <param name="acl">The access control list. If null, <see cref="Acl.Open"/>.</param>
    /// <param name="ttl">The time to live, for modes that have one: from 1 ms to 2⁴⁰−1 ms.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <exception cref="NodeExistsException">The znode already exists.</exception>
    /// <exception cref="NoNodeException">The parent does not exist.</exception>
    /// <exception cref="ZooKeeperException">The session would have too many ephemeral znodes (<see cref="ErrorCode.QuotaExceeded"/>,
    /// see <see cref="ZooKeeperClientOptions.MaxEphemeralBytes"/>).</exception>
    public async Task<CreatedZnode> CreateAsync(
        string path,
        byte[]? data = null,
        CreateMode mode = CreateMode.Persistent,
        IReadOnlyList<Acl>? acl = null,
        TimeSpan? ttl = null,
        CancellationToken cancellationToken = default)
    {
        var serverPath = Chroot.ToServer(CreateRequests.ParsePath(path, mode));
        var (opCode, body) = CreateRequests.For(serverPath, data, mode, acl ?? Acl.Open, ttl);
        var creation = CreateRequests.IsEphemeral(mode)
            ? CreateEphemeralAsync(path, serverPath, mode, body, cancellationToken)
            : SendCreateAsync(opCode, path, body, cancellationToken);
        var reply = await creation.ConfigureAwait(false);
        return new CreatedZnode(Chroot.ToUser(reply.Path), reply.Stat.Stat);
    }

    /// <summary>Deletes a znode without children.</summary>
    /// <param name="path">The znode.</param>
    /// <param name="version">The version that the znode must have, or −1 for any.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the request.</param>
    /// <exception cref="NoNodeException">The znode does not exist.</exception>
    /// <exception cref="NotEmptyException">The znode has children.</exception>
    /// <exception cref="BadVersionException">The znode has a different version.</exception>
    public Task DeleteAsync(string path, int version = -1, CancellationToken cancellationToken = default)
    {
        var request = new VersionedRequest(ToServer(path), version);
        var deletion = CallAsync<VersionedRequest, Nothing>(OpCode.Delete, path, request, cancellationToken);
        return _requests.Life?.Ephemerals is { } ephemerals && ephemerals.Contains(request.Path)
            ? UncountAsync(deletion, ephemerals, request.Path)
            : deletion;
    }

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
    /// <returns>The zxid of the transaction, and the results in the order of the writes.</returns>
    /// <exception cref="ZooKeeperException">A write failed, so none was executed. The exception is the one of that write.</exception>
    public async Task<MultiResults> MultiAsync(Multi multi, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(multi);
        var ephemerals = await ReserveAsync(multi.EphemeralCost(Chroot.ToServer), path: null, cancellationToken).ConfigureAwait(false);
        try
        {
            var request = new PendingReply<IRecord, MultiReply>(OpCode.Multi, path: null, ephemerals.Limit(multi.ToRequest(Chroot.ToServer)));
            var reply = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            var results = reply.Error == ErrorCode.Ok
                ? Fitting(reply.Body, multi.Count, OpCode.Multi)
                : throw ZooKeeperException.Of(reply.Error, nameof(OpCode.Multi), path: null);
            multi.ThrowIfFailed(results, Chroot.ToServer);
            MultiResult[] forUser = [.. results.Select((result, index) => ToResult(multi.PathOf(index), result))];
            multi.Record(forUser, Chroot.ToServer, ephemerals.Budget);
            return new MultiResults(reply.Zxid, forUser);
        }
        catch (Exception e) when (e is not ZooKeeperException { IsOutcomeUnknown: false })
        {
            multi.RecordUnknown(Chroot.ToServer, ephemerals.Budget);
            throw;
        }
        finally
        {
            ephemerals.Settle(created: null);
        }
    }

    private MultiResult ToResult(string path, MultiOperationResult result) => result.Result switch
    {
        CreateReply created => new MultiResult(Chroot.ToUser(created.Path), created.Stat.Stat),
        PathReply created => new MultiResult(Chroot.ToUser(created.Path), Stat: null), // Apache ZooKeeper executes a create2 in a multi as a create
        StatReply written => new MultiResult(path, written.Stat.Stat),
        _ => new MultiResult(path, Stat: null),
    };

    private async Task<CreateReply> CreateEphemeralAsync(
        string path, string serverPath, CreateMode mode, IRecord body, CancellationToken cancellationToken)
    {
        var cost = EphemeralBudget.CostOf(serverPath, mode == CreateMode.EphemeralSequential);
        var ephemerals = await ReserveAsync(cost, path, cancellationToken).ConfigureAwait(false);
        string? created = null;
        try
        {
            var reply = await SendCreateAsync(OpCode.Create2, path, ephemerals.Limit(body), cancellationToken).ConfigureAwait(false);
            created = reply.Path;
            return reply;
        }
        catch (Exception e) when (e is not ZooKeeperException { IsOutcomeUnknown: false })
        {
            created = serverPath; // the znode may have been created
            throw;
        }
        finally
        {
            ephemerals.Settle(created);
        }
    }

    private Task<CreateReply> SendCreateAsync(OpCode opCode, string path, IRecord body, CancellationToken cancellationToken) => opCode == OpCode.Create2
        ? CreateWithStatAsync(path, body, cancellationToken)
        : CallAsync<IRecord, CreateReply>(opCode, path, body, cancellationToken);

    // ZooKeeper 3.4 does not know create2: it executes nothing and closes the connection. Its create returns no Stat.
    private async Task<CreateReply> CreateWithStatAsync(string path, IRecord body, CancellationToken cancellationToken)
    {
        if (!_requests.LacksCreate2)
        {
            try
            {
                return await CallAsync<IRecord, CreateReply>(OpCode.Create2, path, body, cancellationToken).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.ErrorCode == ErrorCode.Unimplemented)
            {
                _requests.OnCreate2Unknown();
            }
        }

        var created = await CallAsync<IRecord, PathReply>(OpCode.Create, path, body, cancellationToken).ConfigureAwait(false);
        var stat = await ExistsAsync(Chroot.ToUser(created.Path), cancellationToken: cancellationToken).ConfigureAwait(false);
        return new CreateReply(created.Path, new StatRecord(stat ?? default));
    }

    // At the limit, asks the server which znodes still exist: other clients may have deleted some.
    private async Task<EphemeralReservation> ReserveAsync(int cost, string? path, CancellationToken cancellationToken)
    {
        var reservation = new EphemeralReservation(_requests, cost, path);
        if (!reservation.TryTake() && _requests.Life?.Ephemerals is { } ephemerals)
        {
            await RecountAsync(ephemerals, cancellationToken).ConfigureAwait(false);
            if (!reservation.TryTake())
            {
                throw reservation.Exceeded(ephemerals);
            }
        }

        return reservation;
    }

    private async Task RecountAsync(EphemeralBudget ephemerals, CancellationToken cancellationToken)
    {
        if (!ephemerals.CanRecount)
        {
            return;
        }

        IReadOnlyList<string>? present = null;
        ephemerals.BeginRecount();
        try
        {
            present = await GetEphemeralsAsync("/", cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e.ErrorCode == ErrorCode.Unimplemented)
        {
            ephemerals.OnRecountUnknown();
        }
        finally
        {
            ephemerals.EndRecount(present?.Select(Chroot.ToServer));
        }
    }

    private static async Task UncountAsync(Task deletion, EphemeralBudget ephemerals, string serverPath)
    {
        await deletion.ConfigureAwait(false);
        ephemerals.Remove(serverPath);
    }
}
