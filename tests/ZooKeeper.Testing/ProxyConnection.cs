using System.Net;
using System.Net.Sockets;

namespace ZooKeeper.Testing;

/// <summary>One client of a proxy, with its own connection to the server.</summary>
internal sealed class ProxyConnection(Socket client, int targetPort, LoopbackProxy proxy)
{
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _closed = new();
    private volatile DelayLine? _toServer;
    private volatile DelayLine? _toClient;

    /// <summary>Returns when both sides are closed. When one side closes, the other is closed, too.</summary>
    public async Task RunAsync()
    {
        if (await TryConnectAsync())
        {
            var requests = new FrameScanner(frame => proxy.Traffic.Request(frame));
            var replies = new FrameScanner(frame => proxy.Traffic.Reply(frame.Length));
            var toServer = new DelayLine(client, _server, () => proxy.Delay, proxy.FaultsOf(ProxyDirection.ToServer), bytes =>
            {
                proxy.Traffic.ToServer(bytes.Length);
                requests.Scan(bytes);
            });
            var toClient = new DelayLine(_server, client, () => proxy.Delay, proxy.FaultsOf(ProxyDirection.ToClient), bytes =>
            {
                proxy.Traffic.ToClient(bytes.Length);
                replies.Scan(bytes);
            });

            _toServer = toServer;
            _toClient = toClient;
            Task[] lines = [toServer.RunAsync(_closed.Token), toClient.RunAsync(_closed.Token)];
            await Task.WhenAny(lines);
            Close();
            await Task.WhenAll(lines);
        }

        Close();
    }

    /// <summary>Ends one direction of the connection as soon as the connection exists. The other direction stays open.</summary>
    public void HalfClose(ProxyDirection direction) => (direction == ProxyDirection.ToServer ? _toServer : _toClient)?.HalfClose();

    public void Close()
    {
        _closed.Cancel();
        client.Dispose();
        _server.Dispose();
    }

    private async Task<bool> TryConnectAsync()
    {
        try
        {
            client.NoDelay = true; // fails, too, if the connection was dropped as soon as it was accepted
            await _server.ConnectAsync(IPAddress.Loopback, targetPort, _closed.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }
}
