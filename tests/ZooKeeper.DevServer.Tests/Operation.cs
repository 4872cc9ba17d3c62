using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests;

/// <summary>Operations of a multi or multiRead.</summary>
internal static class Operation
{
    public static MultiOperation Create(string path, byte[]? data = null, CreateMode mode = CreateMode.Persistent, IReadOnlyList<Acl>? acl = null) =>
        new(OpCode.Create, new CreateRequest(path, data, AclRecord.Wrap(acl ?? Acl.Open), mode));

    public static MultiOperation Create2(string path, byte[]? data = null, CreateMode mode = CreateMode.Persistent) =>
        new(OpCode.Create2, new CreateRequest(path, data, AclRecord.Wrap(Acl.Open), mode));

    public static MultiOperation CreateContainer(string path) =>
        new(OpCode.CreateContainer, new CreateRequest(path, null, AclRecord.Wrap(Acl.Open), CreateMode.Container));

    public static MultiOperation CreateTtl(string path, long ttl) =>
        new(OpCode.CreateTtl, new CreateTtlRequest(path, null, AclRecord.Wrap(Acl.Open), CreateMode.PersistentWithTtl, ttl));

    public static MultiOperation Delete(string path, int version = -1) => new(OpCode.Delete, new VersionedRequest(path, version));

    public static MultiOperation SetData(string path, byte[]? data = null, int version = -1) => new(OpCode.SetData, new SetDataRequest(path, data, version));

    public static MultiOperation Check(string path, int version = -1) => new(OpCode.Check, new VersionedRequest(path, version));

    public static MultiOperation GetData(string path, bool watch = false) => new(OpCode.GetData, new ReadRequest(path, watch));

    public static MultiOperation GetChildren(string path, bool watch = false) => new(OpCode.GetChildren, new ReadRequest(path, watch));
}
