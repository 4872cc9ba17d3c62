using Configuration.ZooKeeper.SnapshotFiles;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>
/// Keeps the first configuration of a start out of the snapshot file until a host has validated it. Otherwise a restart would replace the last good
/// configuration with one that prevents the application from starting.
/// </summary>
internal sealed class FirstConfiguration(ExpectedHost host, SnapshotWriter? writer, TimeProvider time)
{
    /// <summary>How long a source waits for a host that may never start.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private SavedConfiguration? _before;
    private ITimer? _timer;
    private bool _isUnchecked;
    private int _hosts;

    /// <summary>Begins a start. The source has not published anything yet.</summary>
    /// <param name="before">The last good configuration before this start, or null if there is no usable file.</param>
    public void Begin(SavedConfiguration? before)
    {
        lock (_gate)
        {
            if (writer is null || _hosts > 0)
            {
                return; // a running host validates what is published
            }

            (_before, _isUnchecked) = (before, true);
            if (host != ExpectedHost.None)
            {
                writer.Hold();
            }

            if (host == ExpectedHost.Possible)
            {
                // A timer captures the execution context in which it is created.
                using var _ = ExecutionContext.SuppressFlow();
                _timer = time.CreateTimer(static writer => ((SnapshotWriter)writer!).Release(), writer, Patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Registers a host that begins to start. Returns whether the host must validate the first configuration.</summary>
    public bool TryTake(out SavedConfiguration? before)
    {
        lock (_gate)
        {
            _hosts++;
            _timer?.Dispose();
            (before, var isUnchecked) = (_before, _isUnchecked);
            (_before, _isUnchecked) = (null, false);
            return isUnchecked;
        }
    }

    /// <summary>Writes the configuration to the file, because a host has accepted it.</summary>
    public void OnStarting() => writer?.Release();

    /// <summary>Leaves the file, or writes its former content again, because the first configuration was rejected.</summary>
    public void OnRejected(SavedConfiguration? before)
    {
        if (writer?.DropHeld() == false && before is not null)
        {
            writer.Offer(before.Zxid, before.Keys);
        }
    }

    public void OnHostDisposed()
    {
        lock (_gate)
        {
            _hosts--;
        }
    }

    /// <summary>Ends the wait, because the source closes: a program without a host was never going to validate anything.</summary>
    public void OnClosing()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            if (host == ExpectedHost.Possible && _isUnchecked)
            {
                writer?.Release();
            }
            else
            {
                writer?.DropHeld();
            }
        }
    }
}
