namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Writes states to a snapshot file aside, so that nobody waits for the disk: one write at a time, and of the states that come meanwhile the newest.
/// </summary>
internal sealed class SnapshotWriter(SnapshotFile file)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _writing;
    private Offered? _newest;

    /// <summary>Has a state written soon, unless a newer one comes before. The keys are read later, on another thread.</summary>
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

        // Without the caller's execution context.
        ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.WriteAll(), this, preferLocal: false);
    }

    /// <summary>Waits for the newest state to be written. A write that takes longer than the timeout is left to itself.</summary>
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
