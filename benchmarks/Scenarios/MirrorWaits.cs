using ZooKeeper.Client;

namespace Benchmarks.Scenarios;

/// <summary>Waits for what a mirror shows.</summary>
internal static class MirrorWaits
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(1);

    public static async Task ShowsAsync(this ZooKeeperMirror mirror, string path, byte[] value)
    {
        for (var snapshot = mirror.Current; snapshot?.Find(path)?.Data is not { } data || !data.Span.SequenceEqual(value);)
        {
            snapshot = await mirror.NextAsync(snapshot);
        }
    }

    /// <summary>Waits until the mirror has verified itself, by a millisecond: where nothing has changed there is no snapshot to wait for.</summary>
    public static async Task IsVerifiedAsync(this ZooKeeperMirror mirror)
    {
        while (mirror.IsStale)
        {
            await Task.Delay(PollInterval, TimeProvider.System);
        }
    }
}
