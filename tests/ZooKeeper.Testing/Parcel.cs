namespace ZooKeeper.Testing;

/// <summary>A piece of a stream, and the time of its delivery.</summary>
internal sealed class Parcel(byte[] bytes, TimeSpan delay)
{
    private readonly long _arrived = TimeProvider.System.GetTimestamp();

    public byte[] Bytes => bytes;

    /// <summary>Returns when the bytes are due, or the connection has been closed.</summary>
    public async Task DueAsync(CancellationToken closed)
    {
        while (!closed.IsCancellationRequested && delay - TimeProvider.System.GetElapsedTime(_arrived) is var rest && rest > TimeSpan.Zero)
        {
            // Timers count whole milliseconds, rounded down.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds));
            await Task.Delay(wait, TimeProvider.System, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
