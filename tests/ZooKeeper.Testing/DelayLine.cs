using System.Net.Sockets;
using System.Threading.Channels;

namespace ZooKeeper.Testing;

/// <summary>Carries bytes in order from one socket to another, after a delay and as far as the injected faults allow.</summary>
internal sealed class DelayLine(Socket from, Socket to, Func<TimeSpan> delay, ProxyFaults faults, Action<ReadOnlySpan<byte>> onBytes)
{
    // Deep enough that a delay costs no throughput; bounded, so that a server that stops reading slows the client down.
    private const int Depth = 4096;
    private const int BufferSize = 16 * 1024;

    // Timers are late by a millisecond or two, and the pause after a small piece is shorter than that. Within this time, the line catches up.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(5);

    private readonly Channel<Parcel> _underWay = Channel.CreateBounded<Parcel>(Depth);
    private readonly long _opened = TimeProvider.System.GetTimestamp();
    private TimeSpan _busyUntil;
    private volatile bool _isHalfClosed;

    /// <summary>Returns when the source has ended and all its bytes are delivered, or when delivery has become impossible.</summary>
    public async Task RunAsync(CancellationToken closed)
    {
        var receiving = ReceiveAllAsync();
        await foreach (var parcel in _underWay.Reader.ReadAllAsync(CancellationToken.None))
        {
            await parcel.DueAsync(closed);
            if (!await TryDeliverAsync(parcel.Bytes, closed))
            {
                break;
            }
        }

        // A black hole swallows the end of the stream, too.
        await faults.PassableAsync(closed);

        if (_underWay.Writer.TryComplete())
        {
            return; // the sender failed; the receiver ends when the connection is closed
        }

        await receiving;
    }

    /// <summary>Ends the stream for the receiver. Bytes that still come from the source are read and dropped.</summary>
    public void HalfClose()
    {
        _isHalfClosed = true;
        try
        {
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The whole connection is closed.
        }
    }

    private async Task ReceiveAllAsync()
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await ReceiveAsync(buffer) is > 0 and var count && await _underWay.Writer.WaitToWriteAsync())
            {
                var bytes = buffer.AsSpan(0, count);
                onBytes(bytes);
                _underWay.Writer.TryWrite(new Parcel(bytes.ToArray(), delay()));
            }
        }
        finally
        {
            _underWay.Writer.TryComplete();
        }
    }

    private async ValueTask<int> ReceiveAsync(byte[] buffer)
    {
        try
        {
            return await from.ReceiveAsync(buffer);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return 0; // a reset is an end, too
        }
    }

    private async ValueTask<bool> TryDeliverAsync(ReadOnlyMemory<byte> bytes, CancellationToken closed)
    {
        while (!bytes.IsEmpty)
        {
            await faults.PassableAsync(closed);
            if (closed.IsCancellationRequested)
            {
                return false;
            }

            var piece = faults.Next(bytes.Length);
            if (!await TrySendAsync(bytes[..piece.Length]) || piece.IsCut)
            {
                return false;
            }

            bytes = bytes[piece.Length..];
            await PauseAsync(piece.Pause, closed);
        }

        return true;
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken closed)
    {
        var now = TimeProvider.System.GetElapsedTime(_opened);
        _busyUntil = pause + (_busyUntil > now - Slack ? _busyUntil : now - Slack);
        if (pause > TimeSpan.Zero && _busyUntil - now > Slack)
        {
            await Task.Delay(_busyUntil - now, TimeProvider.System, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask<bool> TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (!_isHalfClosed)
            {
                await to.SendAsync(bytes);
            }

            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return _isHalfClosed; // closed while it was sent
        }
    }
}
