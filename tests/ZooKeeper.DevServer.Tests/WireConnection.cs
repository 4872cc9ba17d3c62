using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests;

/// <summary>A plain socket to a server. What the server sends is cut into frames and kept in its order.</summary>
internal sealed class WireConnection : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly NetworkStream _stream;
    private readonly Channel<byte[]> _frames = Channel.CreateUnbounded<byte[]>();
    private readonly Task _reading;

    private WireConnection(NetworkStream stream)
    {
        _stream = stream;
        _reading = ReadAsync();
    }

    public static async Task<WireConnection> OpenAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return new WireConnection(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of one frame: its length, then the records.</summary>
    public static byte[] Frame(params ReadOnlySpan<IRecord> records)
    {
        using var writer = new JuteWriter();
        writer.WriteInt(0);
        foreach (var record in records)
        {
            record.Write(writer);
        }

        writer.PatchInt(0, writer.Length - sizeof(int));
        return writer.Written.ToArray();
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes).AsTask().WaitAsync(Deadline);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The connection is closed, by the server perhaps before it had read everything. NextAsync tells.
        }
    }

    /// <summary>The next frame from the server, or null if it has closed the connection instead.</summary>
    public async Task<byte[]?> NextAsync()
    {
        using var timeout = new CancellationTokenSource(Deadline);
        try
        {
            return await _frames.Reader.WaitToReadAsync(timeout.Token) && _frames.Reader.TryRead(out var frame) ? frame : null;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The server has neither answered within {Deadline.TotalSeconds} s nor closed the connection.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            var length = new byte[sizeof(int)];
            while (await _stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false) is not 0)
            {
                var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
                await _stream.ReadExactlyAsync(frame);
                _frames.Writer.TryWrite(frame);
            }

            _frames.Writer.Complete();
        }
        catch (Exception e) when (e is IOException and not EndOfStreamException or ObjectDisposedException or OperationCanceledException)
        {
            // Reset instead of an orderly end: what the server does to a client whose bytes it has not read.
            _frames.Writer.Complete();
        }
        catch (Exception e)
        {
            _frames.Writer.Complete(e);
        }
    }
}
