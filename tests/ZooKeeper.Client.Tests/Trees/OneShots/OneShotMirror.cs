using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees.OneShots;

/// <summary>A mirror behind a proxy, on a server without recursive watches, and another client with a direct connection.</summary>
internal sealed class OneShotMirror : IAsyncDisposable
{
    private OneShotMirror(LoopbackProxy proxy, ZooKeeperClient client, ZooKeeperClient other, ZooKeeperMirror mirror) =>
        (Proxy, Client, Other, Mirror, Log) = (proxy, client, other, mirror, new SnapshotLog(mirror));

    /// <summary>The deadline of anything that must happen soon. It is long, because a test machine can be slow.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(30);

    public LoopbackProxy Proxy { get; }

    /// <summary>The client of the mirror.</summary>
    public ZooKeeperClient Client { get; }

    /// <summary>The client that writes.</summary>
    public ZooKeeperClient Other { get; }

    public ZooKeeperMirror Mirror { get; }

    public SnapshotLog Log { get; }

    public TreeSnapshot Current => Mirror.Current!;

    public static Task<ZooKeeperClient> ConnectAsync(int port) =>
        ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = $"127.0.0.1:{port}", SessionTimeout = TimeSpan.FromSeconds(20) });

    /// <summary>Commits a multi, and starts a mirror. Returns when the mirror is loaded.</summary>
    public static async Task<OneShotMirror> StartAsync(int port, Multi prepared, params string[] roots)
    {
        var other = await ConnectAsync(port);
        await other.MultiAsync(prepared);
        return await StartAsync(port, other, roots);
    }

    /// <summary>Returns when the mirror is loaded.</summary>
    public static async Task<OneShotMirror> StartAsync(int port, ZooKeeperClient other, params string[] roots)
    {
        var proxy = await LoopbackProxy.StartAsync(port);
        var client = await ConnectAsync(proxy.Port);
        var mirror = client.Mirror(roots);
        await mirror.NextAsync(null).WaitAsync(Deadline);
        return new OneShotMirror(proxy, client, other, mirror);
    }

    /// <summary>Makes a change, and waits until the mirror publishes it.</summary>
    public async Task<TreeSnapshot> AfterAsync(Func<Task> change)
    {
        var before = Mirror.Current;
        Proxy.ResetCounters();
        await change();
        return await Mirror.NextAsync(before).WaitAsync(Deadline);
    }

    /// <summary>Disconnects the mirror and runs an action. Returns when the mirror is verified again.</summary>
    public async Task WhileAwayAsync(Func<Task> action)
    {
        Proxy.RefuseConnections = true;
        Proxy.DropConnections();
        await Eventually.TrueAsync(() => Mirror.IsStale);
        await action();
        Proxy.ResetCounters();
        Proxy.RefuseConnections = false;
        await Eventually.TrueAsync(() => !Mirror.IsStale);
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await Mirror.DisposeAsync();
        await Client.DisposeAsync();
        await Other.DisposeAsync();
        await Proxy.DisposeAsync();
    }
}
