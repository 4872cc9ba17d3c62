using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Configuration.ZooKeeper.Revisions.Tests;

/// <summary>Passes a connection on to a server, but throttles every other write of an access control list and every other transaction.</summary>
internal sealed class BusyServer : IAsyncDisposable
{
    private const int SetAcl = 7;
    private const int Multi = 14;
    private const int ThrottledOperation = -127;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private readonly int _target;
    private int _writes;
    private Task? _accepting;

    private BusyServer(int target) => _target = target;

    public string ConnectionString => _listener.LocalEndpoint.ToString()!;

    /// <summary>The number of throttled requests.</summary>
    public int Throttled { get; private set; }

    public static BusyServer Start(int target)
    {
        var server = new BusyServer(target);
        server._listener.Start();
        server._accepting = server.AcceptAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }

        await _accepting!;
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                var (client, server) = (await _listener.AcceptTcpClientAsync(), new TcpClient());
                _connections.Add(client);
                _connections.Add(server);
                await server.ConnectAsync(IPAddress.Loopback, _target);
                var gate = new SemaphoreSlim(1); // a reply of this class must not be written inside of one of the server
                passing.Add(PassRequestsAsync(client.GetStream(), server.GetStream(), gate));
                passing.Add(PassRepliesAsync(server.GetStream(), client.GetStream(), gate));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassRequestsAsync(NetworkStream client, NetworkStream server, SemaphoreSlim gate)
    {
        try
        {
            for (var isFirst = true; ; isFirst = false)
            {
                var frame = await ReadFrameAsync(client);
                if (isFirst || BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(8)) is not (SetAcl or Multi) || ++_writes % 2 == 0)
                {
                    await server.WriteAsync(frame);
                    continue;
                }

                Throttled++;
                var reply = new byte[20];
                BinaryPrimitives.WriteInt32BigEndian(reply, 16);
                frame.AsSpan(4, 4).CopyTo(reply.AsSpan(4)); // the xid
                BinaryPrimitives.WriteInt32BigEndian(reply.AsSpan(16), ThrottledOperation);
                await WriteAsync(client, reply, gate);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            server.Close();
        }
    }

    private static async Task PassRepliesAsync(NetworkStream server, NetworkStream client, SemaphoreSlim gate)
    {
        try
        {
            while (true)
            {
                await WriteAsync(client, await ReadFrameAsync(server), gate);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            client.Close();
        }
    }

    private static async Task WriteAsync(NetworkStream stream, byte[] frame, SemaphoreSlim gate)
    {
        await gate.WaitAsync();
        try
        {
            await stream.WriteAsync(frame);
        }
        finally
        {
            gate.Release();
        }
    }

    private static async Task<byte[]> ReadFrameAsync(NetworkStream stream)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length);
        var frame = new byte[4 + BinaryPrimitives.ReadInt32BigEndian(length)];
        length.CopyTo(frame, 0);
        await stream.ReadExactlyAsync(frame.AsMemory(4));
        return frame;
    }
}
