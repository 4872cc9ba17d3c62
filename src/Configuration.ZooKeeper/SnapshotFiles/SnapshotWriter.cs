namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Writes the snapshot file in the background, so that a reload does not wait for the disk. Writes run one at a time; only the newest waiting one is kept.
/// </summary>
internal sealed class SnapshotWriter(SnapshotFile file)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _writing;
    private Offered? _newest;

    /// <summary>Schedules a write, unless a newer one replaces it. The keys are read later, on another thread.</summary>
    public void Offer(long zxid, IEnumerable<KeyValuePair<string, string?>> keys)
    {
        lock (_gate)
        {
            _newest = new Offered(zxid, keys);
            if (_writing is not null)
            {
                return;
            }

            _writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // Do not capture the caller's execution context.
        ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.WriteAll(), this, preferLocal: false);
    }

    /// <summary>Waits until the newest configuration is written. After the timeout the write continues unobserved.</summary>
    public void Flush(TimeSpan timeout)
    {
        Task? writing;
        lock (_gate)
        {
            writing = _writing?.Task;
        }

        if (writing?.Wait(timeout) != false)
        {
            return;
        }

        lock (_gate)
        {
            _newest = null;
        }

        file.OnAbandoned();
    }

    private void WriteAll()
    {
        while (Next() is { } state)
        {
            file.Write(state.Zxid, state.Keys);
        }
    }

    private Offered? Next()
    {
        lock (_gate)
        {
            var next = _newest;
            _newest = null;
            if (next is null)
            {
                _writing?.SetResult();
                _writing = null;
            }

            return next;
        }
    }

    private sealed record Offered(long Zxid, IEnumerable<KeyValuePair<string, string?>> Keys);
}
