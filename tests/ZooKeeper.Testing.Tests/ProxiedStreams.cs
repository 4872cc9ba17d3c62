using System.Net;
using System.Net.Sockets;

namespace ZooKeeper.Testing.Tests;

/// <summary>A proxy with one connection through it, and both of its ends.</summary>
internal sealed class ProxiedStreams : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Socket _client;
    private readonly Socket _server;

    private ProxiedStreams(LoopbackProxy proxy, Socket client, Socket server) => (Proxy, _client, _server) = (proxy, client, server);

    public LoopbackProxy Proxy { get; }

    public static async Task<ProxiedStreams> OpenAsync()
    {
        using var listener = FreePort.Listen();
        var proxy = await LoopbackProxy.StartAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port);
        var server = await listener.AcceptSocketAsync();
        server.NoDelay = true;

        // One byte each way, so that the lines of the connection are there.
        var streams = new ProxiedStreams(proxy, client, server);
        foreach (var direction in Enum.GetValues<ProxyDirection>())
        {
            await streams.SendAsync(direction, new byte[1]);
            await streams.ReceiveAsync(direction, 1);
        }

        return streams;
    }

    public async Task SendAsync(ProxyDirection direction, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await Sender(direction).SendAsync(bytes)..];
        }
    }

    /// <summary>Sends in pieces of random lengths, until the end or until nobody takes them any more.</summary>
    public async Task TrySendInPiecesAsync(ProxyDirection direction, ReadOnlyMemory<byte> bytes, Random random)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                var length = Math.Min(bytes.Length, random.Next(1, 3_000));
                await SendAsync(direction, bytes[..length]);
                bytes = bytes[length..];
                await Task.Yield();
            }
        }
        catch (SocketException)
        {
            // The connection is cut.
        }
    }

    /// <summary>Receives so many bytes, or those until the end of the stream.</summary>
    /// <exception cref="OperationCanceledException">Neither came in time.</exception>
    public async Task<byte[]> ReceiveAsync(ProxyDirection direction, int most)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var bytes = new byte[most];
        var count = 0;
        try
        {
            while (count < most && await Receiver(direction).ReceiveAsync(bytes.AsMemory(count), deadline.Token) is > 0 and var received)
            {
                count += received;
            }
        }
        catch (SocketException)
        {
            // The connection is cut.
        }

        return bytes[..count];
    }

    public void EndClient() => _client.Dispose();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _server.Dispose();
        await Proxy.DisposeAsync();
    }

    private Socket Sender(ProxyDirection direction) => direction == ProxyDirection.ToServer ? _client : _server;

    private Socket Receiver(ProxyDirection direction) => direction == ProxyDirection.ToServer ? _server : _client;
}
