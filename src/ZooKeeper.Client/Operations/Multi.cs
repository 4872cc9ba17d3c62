using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client;

/// <summary>
/// Builds a list of writes that <see cref="ZooKeeperOperations.MultiAsync"/> executes in one transaction: all or none.
/// </summary>
public sealed class Multi
{
    private readonly List<(OpCode Type, string Path, Func<string, IRecord> ToRequest, CreateMode? Mode)> _operations = [];

    /// <summary>Gets the number of operations.</summary>
    public int Count => _operations.Count;

    /// <summary>Adds the creation of a znode.</summary>
    /// <param name="path">The path. Its parent must exist, or an earlier operation of the list must create it.</param>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="mode">The kind of znode.</param>
    /// <param name="acl">The access control list. If null, <see cref="Acl.Open"/>.</param>
    /// <param name="ttl">The time to live, for modes that have one: from 1 ms to 2⁴⁰−1 ms.</param>
    public Multi Create(string path, byte[]? data, CreateMode mode = CreateMode.Persistent, IReadOnlyList<Acl>? acl = null, TimeSpan? ttl = null)
    {
        var checkedPath = CreateRequests.ParsePath(path, mode);
        var (opCode, _) = CreateRequests.For(checkedPath, data, mode, acl ?? Acl.Open, ttl); // rejects an invalid mode or time to live
        return Add(opCode, checkedPath, serverPath => CreateRequests.For(serverPath, data, mode, acl ?? Acl.Open, ttl).Body, mode);
    }

    /// <summary>Adds a write of data.</summary>
    /// <param name="path">The path.</param>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="version">The version that the znode must have, or −1 for any.</param>
    public Multi SetData(string path, byte[]? data, int version = -1) =>
        Add(OpCode.SetData, ZnodePath.Parse(path).Value, serverPath => new SetDataRequest(serverPath, data, version));

    /// <summary>Adds a deletion.</summary>
    /// <param name="path">The path.</param>
    /// <param name="version">The version that the znode must have, or −1 for any.</param>
    public Multi Delete(string path, int version = -1) =>
        Add(OpCode.Delete, ZnodePath.Parse(path).Value, serverPath => new VersionedRequest(serverPath, version));

    /// <summary>Adds a condition: the znode must exist and have this version.</summary>
    /// <param name="path">The path.</param>
    /// <param name="version">The version, or −1 for any.</param>
    public Multi Check(string path, int version = -1) =>
        Add(OpCode.Check, ZnodePath.Parse(path).Value, serverPath => new VersionedRequest(serverPath, version));

    /// <summary>Adds the operations of another list. The other list does not change.</summary>
    /// <param name="other">The other list.</param>
    public Multi Add(Multi other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _operations.AddRange([.. other._operations]);
        return this;
    }

    internal string PathOf(int index) => _operations[index].Path;

    /// <summary>Gets how many bytes the new ephemeral znodes of the multi take from the budget.</summary>
    internal int EphemeralCost(Func<string, string> toServer) => _operations.Sum(operation => CreateRequests.IsEphemeral(operation.Mode)
        ? EphemeralBudget.CostOf(toServer(operation.Path), operation.Mode == CreateMode.EphemeralSequential)
        : 0);

    /// <summary>Counts the ephemeral znodes that the multi has created or deleted.</summary>
    internal void Record(IReadOnlyList<MultiResult> results, Func<string, string> toServer, EphemeralBudget? ephemerals)
    {
        for (var i = 0; i < results.Count; i++)
        {
            if (CreateRequests.IsEphemeral(_operations[i].Mode))
            {
                ephemerals?.Settle(cost: 0, toServer(results[i].Path));
            }
            else if (_operations[i].Type == OpCode.Delete)
            {
                ephemerals?.Remove(toServer(_operations[i].Path));
            }
        }
    }

    /// <summary>Counts the ephemeral znodes that the multi may have created, because its outcome is unknown.</summary>
    internal void RecordUnknown(Func<string, string> toServer, EphemeralBudget? ephemerals)
    {
        foreach (var operation in _operations.Where(operation => CreateRequests.IsEphemeral(operation.Mode)))
        {
            ephemerals?.Settle(cost: 0, toServer(operation.Path));
        }
    }

    internal void ThrowIfFailed(IReadOnlyList<MultiOperationResult> results, Func<string, string> toServer)
    {
        for (var i = 0; i < results.Count; i++)
        {
            // Operations before the failed one carry no error; those after it carry RuntimeInconsistency.
            if (results[i].Result is IntReply { Value: not 0 } error)
            {
                var (type, path, _, _) = _operations[i];
                throw ZooKeeperException.Of((ErrorCode)error.Value, $"Operation {i} of a multi, {type.Name()}", path, toServer(path));
            }
        }
    }

    internal MultiRequest ToRequest(Func<string, string> toServer) =>
        new([.. _operations.Select(operation => new MultiOperation(operation.Type, operation.ToRequest(toServer(operation.Path))))]);

    private Multi Add(OpCode type, string path, Func<string, IRecord> toRequest, CreateMode? mode = null)
    {
        _operations.Add((type, path, toRequest, mode));
        return this;
    }
}
