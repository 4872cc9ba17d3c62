using ZooKeeper.Client;

namespace Benchmarks.Scenarios;

/// <summary>Waits for a mirror to show a state.</summary>
internal static class MirrorWaits
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(1);

    /// <exception cref="TimeoutException">No other snapshot was published in time.</exception>
    public static async Task ShowsAsync(this ZooKeeperMirror mirror, string path, byte[] value)
    {
        for (var snapshot = mirror.Current; snapshot?.Find(path)?.Data is not { } data || !data.Span.SequenceEqual(value);)
        {
            snapshot = await mirror.NextAsync(snapshot).WaitAsync(Deadline);
        }
    }

    /// <summary>Waits until the mirror is verified, to the millisecond. Without a change, there is no snapshot to wait for.</summary>
    /// <exception cref="TimeoutException">The mirror was not verified in time.</exception>
    public static async Task IsVerifiedAsync(this ZooKeeperMirror mirror)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (mirror.IsStale)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Deadline)
            {
                throw new TimeoutException(
                    $"The mirror has not verified itself within {Deadline.TotalSeconds} s; its last error: {mirror.LastError?.Message ?? "none"}", mirror.LastError);
            }

            await Task.Delay(PollInterval, TimeProvider.System);
        }
    }
}
