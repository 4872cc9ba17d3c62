using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests;

/// <content>The operations. Each returns the reply as it came.</content>
internal sealed partial class WireSession
{
    public Task<WireReply> CreateAsync(string path, byte[]? data = null, CreateMode mode = CreateMode.Persistent, IReadOnlyList<Acl>? acl = null) =>
        RequestAsync(OpCode.Create, new CreateRequest(path, data, AclRecord.Wrap(acl ?? Acl.Open), mode));

    public Task<WireReply> Create2Async(string path, byte[]? data = null, CreateMode mode = CreateMode.Persistent, IReadOnlyList<Acl>? acl = null) =>
        RequestAsync(OpCode.Create2, new CreateRequest(path, data, AclRecord.Wrap(acl ?? Acl.Open), mode));

    public Task<WireReply> CreateContainerAsync(string path, CreateMode mode = CreateMode.Container) =>
        RequestAsync(OpCode.CreateContainer, new CreateRequest(path, null, AclRecord.Wrap(Acl.Open), mode));

    public Task<WireReply> CreateTtlAsync(string path, long ttl, CreateMode mode = CreateMode.PersistentWithTtl) =>
        RequestAsync(OpCode.CreateTtl, new CreateTtlRequest(path, null, AclRecord.Wrap(Acl.Open), mode, ttl));

    public Task<WireReply> DeleteAsync(string path, int version = -1) => RequestAsync(OpCode.Delete, new VersionedRequest(path, version));

    public Task<WireReply> ExistsAsync(string path, bool watch = false) => RequestAsync(OpCode.Exists, new ReadRequest(path, watch));

    public Task<WireReply> GetDataAsync(string path, bool watch = false) => RequestAsync(OpCode.GetData, new ReadRequest(path, watch));

    public Task<WireReply> SetDataAsync(string path, byte[]? data = null, int version = -1) =>
        RequestAsync(OpCode.SetData, new SetDataRequest(path, data, version));

    public Task<WireReply> GetAclAsync(string path) => RequestAsync(OpCode.GetAcl, new PathRequest(path));

    public Task<WireReply> SetAclAsync(string path, IReadOnlyList<Acl> acl, int version = -1) =>
        RequestAsync(OpCode.SetAcl, new SetAclRequest(path, AclRecord.Wrap(acl), version));

    public Task<WireReply> GetChildrenAsync(string path, bool watch = false) => RequestAsync(OpCode.GetChildren, new ReadRequest(path, watch));

    public Task<WireReply> GetChildren2Async(string path, bool watch = false) => RequestAsync(OpCode.GetChildren2, new ReadRequest(path, watch));

    public Task<WireReply> SyncAsync(string path) => RequestAsync(OpCode.Sync, new PathRequest(path));

    public Task<WireReply> MultiAsync(params MultiOperation[] operations) => RequestAsync(OpCode.Multi, new MultiRequest(operations));

    public Task<WireReply> MultiReadAsync(params MultiOperation[] operations) => RequestAsync(OpCode.MultiRead, new MultiRequest(operations));

    public Task<WireReply> AddWatchAsync(string path, WatchMode mode = WatchMode.PersistentRecursive) =>
        RequestAsync(OpCode.AddWatch, new AddWatchRequest(path, mode));

    public Task<WireReply> CheckWatchesAsync(string path, int type) => RequestAsync(OpCode.CheckWatches, new RemoveWatchesRequest(path, (WatcherType)type));

    public Task<WireReply> RemoveWatchesAsync(string path, int type) => RequestAsync(OpCode.RemoveWatches, new RemoveWatchesRequest(path, (WatcherType)type));

    /// <summary>Sends setWatches, or setWatches2 if a persistent watch is among them.</summary>
    public Task<WireReply> SetWatchesAsync(
        long relativeZxid, string[]? data = null, string[]? exist = null, string[]? child = null, string[]? persistent = null, string[]? recursive = null)
    {
        var request = new SetWatchesRequest(relativeZxid, data ?? [], exist ?? [], child ?? [], persistent ?? [], recursive ?? []);
        return RequestAsync(request.OpCode, request, Xid.SetWatches);
    }

    public Task<WireReply> GetAllChildrenNumberAsync(string path) => RequestAsync(OpCode.GetAllChildrenNumber, new PathRequest(path));

    public Task<WireReply> GetEphemeralsAsync(string prefix) => RequestAsync(OpCode.GetEphemerals, new PathRequest(prefix));

    public Task<WireReply> WhoAmIAsync() => RequestAsync(OpCode.WhoAmI);

    public Task<WireReply> PingAsync() => RequestAsync(OpCode.Ping, xid: Xid.Ping);

    public Task<WireReply> AuthAsync(string scheme, string credentials) =>
        RequestAsync(OpCode.Auth, new AuthPacket(0, scheme, Encoding.UTF8.GetBytes(credentials)), Xid.Auth);

    /// <summary>Ends the session.</summary>
    public Task<WireReply> CloseAsync() => RequestAsync(OpCode.CloseSession);

    public async Task<Stat> StatAsync(string path) => (await ExistsAsync(path)).Stat();

    public async Task<bool> HasAsync(string path) => (await ExistsAsync(path)).Error != ErrorCode.NoNode;

    /// <summary>Reads who may do what.</summary>
    public async Task<Acl[]> AclOfAsync(string path) => AclRecord.Unwrap((await GetAclAsync(path)).As<GetAclReply>().Acl);

    /// <summary>Creates znodes that a test takes for granted.</summary>
    public async Task PrepareAsync(params string[] paths)
    {
        foreach (var path in paths)
        {
            (await CreateAsync(path)).Ok();
        }
    }
}
