using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests;

/// <summary>A client that can be cut off from a server, and another one that cannot.</summary>
internal sealed class Away : IAsyncDisposable
{
    private readonly Recorder<SessionState> _states;

    private Away(LoopbackProxy proxy, ZooKeeperClient client, ZooKeeperClient other)
    {
        Proxy = proxy;
        Client = client;
        Other = other;
        _states = client.RecordStates();
    }

    public LoopbackProxy Proxy { get; }

    /// <summary>The client that goes away.</summary>
    public ZooKeeperClient Client { get; }

    /// <summary>The client that goes on meanwhile.</summary>
    public ZooKeeperClient Other { get; }

    public static Task<Away> ConnectAsync(Action<ZooKeeperClientOptions>? configure = null) => ConnectAsync(SharedServer.Server.Port, configure);

    /// <summary>The same with any server.</summary>
    public static async Task<Away> ConnectAsync(int port, Action<ZooKeeperClientOptions>? configure = null)
    {
        var proxy = await LoopbackProxy.StartAsync(port);
        return new Away(proxy, await TestClient.ConnectAsync(proxy.ConnectionString, configure), await TestClient.ConnectAsync($"127.0.0.1:{port}"));
    }

    /// <summary>Cuts the client off, does something, and returns when the client is back.</summary>
    public async Task WhileAwayAsync(Func<Task> action)
    {
        Proxy.RefuseConnections = true;
        Proxy.DropConnections();
        await _states.NextAsync(state => state == SessionState.Disconnected);
        await action();
        Proxy.RefuseConnections = false;
        await _states.NextAsync(state => state == SessionState.Connected);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Other.DisposeAsync();
        await Proxy.DisposeAsync();
    }
}
