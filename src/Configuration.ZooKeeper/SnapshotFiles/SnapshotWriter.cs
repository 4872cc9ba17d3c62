namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Writes configurations to a snapshot file in the background, so that a reload does not wait for the disk. It writes one at a time and skips all but the
/// newest.
/// </summary>
internal sealed class SnapshotWriter(SnapshotFile file)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _writing;
    private Offered? _newest;
    private bool _isHeld;

    /// <summary>Queues a configuration, in place of one that is still queued. The keys are enumerated later, on another thread.</summary>
    /// <param name="zxid">The zxid of the tree snapshot.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="isOver">Returns whether the load that it comes from has ended, so that it comes too late. It is called under a lock.</param>
    public void Offer(long zxid, IEnumerable<KeyValuePair<string, string?>> keys, Func<bool>? isOver = null)
    {
        lock (_gate)
        {
            if (isOver?.Invoke() != true)
            {
                _newest = new Offered(zxid, keys);
                StartWriting();
            }
        }
    }

    /// <summary>Keeps the newest configuration without writing it, until <see cref="Release"/> or <see cref="DropHeld"/>.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _isHeld = true;
        }
    }

    /// <summary>Stops holding, and writes the held configuration.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isHeld = false;
            StartWriting();
        }
    }

    /// <summary>Discards the held configuration. Returns false if the writer was not holding; the configuration may then already be written.</summary>
    public bool DropHeld()
    {
        lock (_gate)
        {
            var wasHeld = _isHeld;
            _isHeld = false;
            _newest = wasHeld ? null : _newest;
            return wasHeld;
        }
    }

    /// <summary>Waits until the newest configuration is written. A write that takes longer than the timeout continues in the background.</summary>
    public void Flush(TimeSpan timeout)
    {
        Task? writing;
        Offered? newest;
        lock (_gate)
        {
            (writing, newest) = (_writing?.Task, _newest);
        }

        if (writing?.Wait(timeout) != false)
        {
            return;
        }

        lock (_gate)
        {
            _newest = _newest == newest ? null : _newest; // a source that was opened again meanwhile has its own
        }

        file.OnAbandoned();
    }

    private void StartWriting()
    {
        if (_isHeld || _writing is not null || _newest is null)
        {
            return;
        }

        _writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Unsafe: without the caller's execution context.
        ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.WriteAll(), this, preferLocal: false);
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
            var next = _isHeld ? null : _newest;
            _newest = _isHeld ? _newest : null;
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
