using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests;

/// <summary>A client that can be cut off from the shared server, and another one that cannot.</summary>
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

    public static async Task<Away> ConnectAsync(Action<ZooKeeperClientOptions>? configure = null)
    {
        var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        return new Away(proxy, await TestClient.ConnectAsync(proxy.ConnectionString, configure), await SharedServer.ConnectAsync());
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
