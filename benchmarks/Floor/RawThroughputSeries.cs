using Benchmarks.Reporting;

namespace Benchmarks.Floor;

/// <summary>
/// Times the raw socket with several divisions of its window, and with one and two threads. The one with the best median counts: taking the best of each run would
/// reward luck.
/// </summary>
internal sealed class RawThroughputSeries
{
    private static readonly (int Parts, bool HasSender)[] Ways = [(4, false), (20, false), (4, true), (20, true)];

    private readonly (RawThroughput Socket, byte[][] Requests, Series Times)[] _all;

    public RawThroughputSeries(RawConnection connection, Func<int, byte[][]> requests) =>
        _all = [.. Ways.Select(way => (new RawThroughput(connection, way.Parts, way.HasSender), requests(way.Parts), new Series()))];

    /// <summary>The number of ways, each of which makes all operations once in a run.</summary>
    public static int Count => Ways.Length;

    public Series Best => _all.MinBy(one => one.Times.Median).Times;

    /// <summary>Makes all operations once in each way.</summary>
    public void Run(int operations, Action<int, ReadOnlySpan<byte>> check, bool isWarm)
    {
        foreach (var (socket, requests, times) in _all)
        {
            GC.Collect();
            var started = TimeProvider.System.GetTimestamp();
            socket.Run(requests, operations, check);
            var time = TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / operations;
            if (isWarm)
            {
                times.Add(time);
            }
        }
    }
}
