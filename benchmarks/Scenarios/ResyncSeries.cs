using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>A tree, and the link between client and server.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Result">The end of its names in the results.</param>
/// <param name="Znodes">The number of keys.</param>
/// <param name="ValueLength">The length in bytes of each value.</param>
/// <param name="IsSlow">Whether the link is slow. Otherwise it is the loopback interface.</param>
/// <param name="HasSetWatches">Whether setWatches is measured, too. It takes more bytes than comparing Stats, and as many requests.</param>
internal sealed record ResyncSeries(string Name, string Result, int Znodes, int ValueLength, bool IsSlow = false, bool HasSetWatches = false)
{
    private const int SlowBytesPerSecond = 1_000_000;

    private static readonly TimeSpan SlowRoundTrip = TimeSpan.FromMilliseconds(20);

    /// <summary>A small tree, whose returns count for nothing.</summary>
    public static ResyncSeries WarmUp { get; } = new("warm-up", "", 1_000, 64, HasSetWatches: true);

    // Behind the slow link, reading the whole tree of 4 KB values would take most of a minute each time.
    public static IReadOnlyList<ResyncSeries> All(int znodes) =>
    [
        new("values of 64 bytes", "64b", znodes, 64, HasSetWatches: true),
        new("values of 4,096 bytes", "4kb", znodes, 4096, HasSetWatches: true),
        new("values of 10 bytes", "10b", 10 * znodes, 10),
        new("slow link, values of 64 bytes", "64b_slow", znodes, 64, IsSlow: true),
        new("slow link, values of 4,096 bytes", "4kb_slow", znodes / 5, 4096, IsSlow: true),
    ];

    public async Task<LoopbackProxy> StartProxyAsync(int port)
    {
        var proxy = await LoopbackProxy.StartAsync(port);
        if (IsSlow)
        {
            (proxy.Delay, proxy.BytesPerSecond) = (SlowRoundTrip / 2, SlowBytesPerSecond);
        }

        return proxy;
    }
}
