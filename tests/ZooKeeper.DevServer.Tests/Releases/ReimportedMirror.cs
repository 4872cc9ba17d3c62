using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Releases;

/// <summary>A mirror whose server loses its history while the mirror is cut off, and gets the same one again with other values.</summary>
internal sealed class ReimportedMirror : IAsyncDisposable
{
    public const string Root = "/imported";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ZooKeeperDevServer _server;
    private readonly LoopbackProxy _proxy;
    private readonly ZooKeeperClient _client;
    private readonly ZooKeeperMirror _mirror;

    private ReimportedMirror(ZooKeeperDevServer server, LoopbackProxy proxy, ZooKeeperClient client, ZooKeeperMirror mirror) =>
        (_server, _proxy, _client, _mirror) = (server, proxy, client, mirror);

    public static async Task<ReimportedMirror> StartAsync(ZooKeeperRelease release, Dictionary<string, string?> import, TimeSpan sessionTimeout)
    {
        var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Release = release, MinSessionTimeout = TimeSpan.FromMilliseconds(100) });
        await server.WipeAsync(); // from here on both imports count the same zxids
        await server.SetAsync(import);
        var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        var client = await ZooKeeperClient.ConnectAsync(
            new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, SessionTimeout = sessionTimeout });
        var mirror = client.Mirror(Root);
        await mirror.NextAsync(null).WaitAsync(Deadline);
        return new ReimportedMirror(server, proxy, client, mirror);
    }

    /// <summary>Returns when the mirror is verified again, with the lengths of the frames that this took.</summary>
    public async Task<IReadOnlyList<int>> ReimportAsync(Dictionary<string, string?> import, int writesAfterwards, long? cut)
    {
        var (session, before) = (_client.SessionId, _mirror.Current!.Find(Root + "/k0")!.Stat);
        _proxy.RefuseConnections = true;
        _proxy.DropConnections();
        await Eventually.TrueAsync(() => _mirror.IsStale);
        await _server.WipeAsync();
        await _server.SetAsync(import);
        for (var write = 0; write < writesAfterwards; write++)
        {
            await _server.SetAsync("/elsewhere", "1");
        }

        _proxy.ResetCounters();
        if (cut is { } bytes)
        {
            _proxy.CutAfter(ProxyDirection.ToClient, bytes);
        }

        _proxy.RefuseConnections = false;
        await Eventually.TrueAsync(() => !_mirror.IsStale && _client.SessionId != session);
        var frames = _proxy.ReplyLengths;
        await _mirror.RefreshAsync().WaitAsync(Deadline);
        Assert.AreEqual(before.Mzxid, _mirror.Current!.Find(Root + "/k0")!.Stat.Mzxid, "the imports have other zxids, so this proves nothing");
        return frames;
    }

    public void AssertHolds(Dictionary<string, string?> import, string because)
    {
        foreach (var (path, value) in import)
        {
            Assert.IsTrue(_mirror.Current!.Find(path)!.Data!.Value.Span.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(value!)), $"{path} is stale: {because}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _mirror.DisposeAsync();
        await _client.DisposeAsync();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }
}
