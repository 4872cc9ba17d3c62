namespace Benchmarks.Discovery;

/// <summary>How many instances a process sees now, and since when.</summary>
internal sealed class SeenCount
{
    private readonly Lock _gate = new();
    private (int Count, double At) _last = (-1, 0);
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Gets the nanoseconds of the monotonic clock, which is that of Java's <c>System.nanoTime</c> on Linux.</summary>
    public static double Now => (double)TimeProvider.System.GetTimestamp() * 1_000_000_000 / TimeProvider.System.TimestampFrequency;

    public void Set(int count)
    {
        lock (_gate)
        {
            if (count != _last.Count)
            {
                _last = (count, Now);
                _changed.SetResult();
                _changed = NewSignal();
            }
        }
    }

    /// <summary>Waits until it is so many, and returns since when.</summary>
    public async Task<double> UntilAsync(int count)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_last.Count == count)
                {
                    return _last.At;
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
