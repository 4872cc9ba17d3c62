using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client;

/// <summary>
/// Builds a list of writes that <see cref="ZooKeeperClient.MultiAsync"/> executes in one transaction: all or none.
/// </summary>
public sealed class Multi
{
    private readonly List<(OpCode Type, string Path, Func<string, IRecord> ToRequest)> _operations = [];

    /// <summary>Gets the number of operations.</summary>
    public int Count => _operations.Count;

    /// <summary>Adds the creation of a znode.</summary>
    /// <param name="path">The path. Its parent must exist, or an earlier operation of the list must create it.</param>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="mode">The kind of znode. Modes with a time to live are not supported.</param>
    /// <param name="acl">The access control list. If null, <see cref="Acl.Open"/>.</param>
    public Multi Create(string path, byte[]? data, CreateMode mode = CreateMode.Persistent, IReadOnlyList<Acl>? acl = null)
    {
        if (mode is CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl || !Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "A multi can create only persistent, ephemeral, sequential and container znodes.");
        }

        var checkedPath = CreateRequests.ParsePath(path, mode);
        return Add(
            mode == CreateMode.Container ? OpCode.CreateContainer : OpCode.Create2,
            checkedPath,
            serverPath => new CreateRequest(serverPath, data, AclRecord.Wrap(acl ?? Acl.Open), mode));
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

    internal string PathOf(int index) => _operations[index].Path;

    internal OpCode TypeOf(int index) => _operations[index].Type;

    internal MultiRequest ToRequest(Func<string, string> toServer) =>
        new([.. _operations.Select(operation => new MultiOperation(operation.Type, operation.ToRequest(toServer(operation.Path))))]);

    private Multi Add(OpCode type, string path, Func<string, IRecord> toRequest)
    {
        _operations.Add((type, path, toRequest));
        return this;
    }
}
