using System.Diagnostics;
using Benchmarks.Reporting;

namespace Benchmarks.Scenarios;

/// <summary>When one listener has the values that are written, as milliseconds since the writing began.</summary>
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

    /// <summary>Takes the moment before anything else.</summary>
    public void Arrived(Func<string> value)
    {
        var now = Stopwatch.GetTimestamp();
        if (value() == _expected)
        {
            _arrival.TrySetResult(now);
        }
    }
}
