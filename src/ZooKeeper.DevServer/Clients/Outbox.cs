using System.Buffers;
using System.Threading.Channels;

namespace ZooKeeper.DevServer.Clients;

/// <summary>
/// Queues what is sent to one client. The request loop adds frames, and one task writes them in order, when they are due and the server is not paused.
/// </summary>
internal sealed class Outbox(Delivery delivery) : IDisposable
{
    private const int WriteSize = 64 * 1024;
    private const long RoomLimit = 1024 * 1024;

    private readonly Channel<(byte[] Frame, long Due)> _frames = Channel.CreateUnbounded<(byte[], long)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _written = new(0, 1);
    private readonly CancellationTokenSource _aborted = new();
    private long _unsent;
    private bool _isComplete;

    /// <summary>Gets the number of bytes that are not yet written.</summary>
    public long Unsent => Interlocked.Read(ref _unsent);

    /// <summary>Gets whether the connection closes when everything is written.</summary>
    public bool IsComplete => Volatile.Read(ref _isComplete);

    public CancellationToken Aborted => _aborted.Token;

    private long Now => delivery.Time.GetTimestamp();

    public void Add(byte[] frame)
    {
        var due = Now + (long)(delivery.Delay.TotalSeconds * delivery.Time.TimestampFrequency);
        Interlocked.Add(ref _unsent, frame.Length);
        _frames.Writer.TryWrite((frame, due));
    }

    /// <summary>Accepts no more frames. <see cref="WriteToAsync"/> returns when the last one is written.</summary>
    public void Complete()
    {
        Volatile.Write(ref _isComplete, true);
        _frames.Writer.TryComplete();
    }

    /// <summary>Closes the connection at once.</summary>
    public Task AbortAsync()
    {
        _frames.Writer.TryComplete();
        return _aborted.CancelAsync();
    }

    /// <summary>Waits until the client has read enough. The server answers no more of its requests before that.</summary>
    public async Task WhenRoomAsync()
    {
        while (Unsent > RoomLimit)
        {
            await _written.WaitAsync(Aborted).ConfigureAwait(false);
        }
    }

    public async Task WriteToAsync(Stream stream)
    {
        var batch = new ArrayBufferWriter<byte>();
        while (await _frames.Reader.WaitToReadAsync(Aborted).ConfigureAwait(false))
        {
            Collect(batch);
            if (batch.WrittenCount == 0)
            {
                await WhenNextIsDueAsync().ConfigureAwait(false);
                continue;
            }

            await delivery.WhenRunningAsync().WaitAsync(Aborted).ConfigureAwait(false);
            await stream.WriteAsync(batch.WrittenMemory, Aborted).ConfigureAwait(false);
            Interlocked.Add(ref _unsent, -batch.WrittenCount);
            if (_written.CurrentCount == 0)
            {
                _written.Release();
            }

            batch.ResetWrittenCount();
            if (batch.Capacity > 4 * WriteSize)
            {
                batch = new ArrayBufferWriter<byte>();
            }
        }
    }

    public void Dispose()
    {
        _aborted.Dispose();
        _written.Dispose();
    }

    private void Collect(ArrayBufferWriter<byte> batch)
    {
        while (batch.WrittenCount < WriteSize && _frames.Reader.TryPeek(out var next) && next.Due <= Now)
        {
            _frames.Reader.TryRead(out _);
            batch.Write(next.Frame);
        }
    }

    private async Task WhenNextIsDueAsync()
    {
        if (_frames.Reader.TryPeek(out var next) && delivery.Time.GetElapsedTime(Now, next.Due) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, delivery.Time, Aborted).ConfigureAwait(false);
        }
    }
}
