using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Writes requests to the stream, one write at a time. A slow server delays later writes, but never the reading of replies. Protected by the connection's
/// gate.
/// </summary>
internal sealed class FrameSender(Lock gate, Stream stream, Outbox outbox, TimeProvider time)
{
    private const int ChunkSize = 64 * 1024;

    private long _lastSent = time.GetTimestamp();
    private long _lastProgress;
    private volatile bool _isCorked;
    private bool _isWriting;
    private bool _isStopped;

    /// <summary>Gets when the last write began.</summary>
    public long LastSent => Volatile.Read(ref _lastSent);

    /// <summary>Gets when the network last accepted a part of a large write, other than the last part.</summary>
    public long LastProgress => Volatile.Read(ref _lastProgress);

    /// <summary>Called once, outside the gate, when a write fails.</summary>
    public Action<Exception> Failed { get; init; } = _ => { };

    /// <summary>Starts to write the contents of the outbox. If a write is in progress, that write continues with them.</summary>
    public void Flush()
    {
        lock (gate)
        {
            if (_isWriting || _isCorked || outbox.IsEmpty || _isStopped)
            {
                return;
            }

            _isWriting = true;
        }

        _ = WriteAsync();
    }

    /// <summary>Collects frames until <see cref="Uncork"/>, which writes all of them at once.</summary>
    public void Cork() => _isCorked = true;

    public void Uncork()
    {
        _isCorked = false;
        Flush();
    }

    /// <summary>Prevents further writes. The caller holds the gate.</summary>
    public void Stop() => _isStopped = true;

    private async Task WriteAsync()
    {
        try
        {
            while (Take() is { } frames)
            {
                Volatile.Write(ref _lastSent, time.GetTimestamp());
                for (var rest = frames.WrittenMemory; rest.Length > 0;)
                {
                    var chunk = rest[..Math.Min(rest.Length, ChunkSize)];
                    await stream.WriteAsync(chunk).ConfigureAwait(false);
                    rest = rest[chunk.Length..];
                    if (rest.Length > 0)
                    {
                        Volatile.Write(ref _lastProgress, time.GetTimestamp());
                    }
                }

                lock (gate)
                {
                    outbox.Return(frames);
                }
            }
        }
        catch (Exception e)
        {
            Failed(e);
        }
    }

    private JuteWriter? Take()
    {
        lock (gate)
        {
            _isWriting = !outbox.IsEmpty && !_isStopped;
            return _isWriting ? outbox.Take() : null;
        }
    }
}
