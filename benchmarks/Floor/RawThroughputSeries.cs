using Benchmarks.Reporting;

namespace Benchmarks.Floor;

/// <summary>
/// Times the raw socket with several divisions of its window. The division with the best median counts: taking the best of each run would reward luck.
/// </summary>
internal sealed class RawThroughputSeries
{
    private static readonly int[] Divisions = [2, 4, 10, 20];

    private readonly (RawThroughput Socket, byte[][] Requests, Series Times)[] _all;

    public RawThroughputSeries(RawConnection connection, Func<int, byte[][]> requests) =>
        _all = [.. Divisions.Select(parts => (new RawThroughput(connection, parts), requests(parts), new Series()))];

    /// <summary>The number of divisions, each of which makes all operations once in a run.</summary>
    public static int Count => Divisions.Length;

    public Series Best => _all.MinBy(one => one.Times.Median).Times;

    /// <summary>Makes all operations once with each division.</summary>
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
