using System.Diagnostics;
using Benchmarks.Reporting;

namespace Benchmarks.Scenarios;

/// <summary>The times at which one listener has the written values, in milliseconds since the write began.</summary>
internal sealed class Arrivals
{
    private TaskCompletionSource<long> _arrival = new();
    private volatile string? _expected;

    public Series Times { get; } = new();

    public Task<long> Expect(string value)
    {
        _arrival = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected = value;
        return _arrival.Task;
    }

    /// <summary>Takes the time before doing anything else.</summary>
    public void Arrived(Func<string> value)
    {
        var now = Stopwatch.GetTimestamp();
        if (value() == _expected)
        {
            _arrival.TrySetResult(now);
        }
    }
}
