using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Reads all znodes of a mirror again, one chunk at a time, to find changes that produced no event (docs/protocol.md, "Audit"). Everything except the start of a
/// pass runs under the observers' gate.
/// </summary>
internal sealed partial class TreeAudit(
    TreeMirror mirror, MirroredTree tree, TimeSpan interval, Observers observers, TimeProvider time, ILogger logger)
{
    private ITimer? _timer;
    private AuditPass? _pass;
    private bool _isDue;
    private int _unanswered;
    private bool _isStopped;
    private long _repairs;
    private long _aclDifferences;

    /// <summary>The number of znodes that had changed without an event.</summary>
    public long Repairs => Volatile.Read(ref _repairs);

    /// <summary>How often only the ACL of a znode had changed, which produces no event.</summary>
    public long AclDifferences => Volatile.Read(ref _aclDifferences);

    public void Start()
    {
        // A timer captures the execution context in which it is created.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(static audit => ((TreeAudit)audit!).OnTimer(), this, Jitter(interval), Timeout.InfiniteTimeSpan);
        }
    }

    public void Stop()
    {
        _isStopped = true;
        _timer?.Dispose();
    }

    /// <summary>Sends the chunk that is due. If the mirror has reads of its own, the audit waits for the next call.</summary>
    public void SendDue()
    {
        if (!_isDue || _unanswered > 0 || _pass is null || mirror.Current is not { IsAuditable: true } connection)
        {
            return;
        }

        _isDue = false;
        if (_pass.TakeChunk(CanAudit, MostPaths(connection), connection.MaxRequestLength) is { Count: > 0 } paths)
        {
            // Count all requests before sending the first one: a request that cannot be sent is answered at once.
            PendingRequest[] requests = connection.Following.HasMultiRead ? [new AuditRead(this, paths)] : [.. paths.Select(path => new AuditReadAlone(this, path))];
            _unanswered = requests.Length;
            foreach (var request in requests)
            {
                connection.Send(request);
            }
        }
        else
        {
            Continue();
        }
    }

    public void OnAnswered()
    {
        if (--_unanswered == 0)
        {
            Continue();
        }
    }

    // All events up to this reply arrived before it (docs/protocol.md, "One order"). So a znode with nothing to read must equal the reply, unless an event is
    // missing. For its children, the number is enough: the audit reads each known child, too.
    public void OnData(string path, ReadOnlySpan<byte> data, bool isNull, in Stat stat)
    {
        if (_isStopped || tree.Reads.NeedOf(path) != ReadNeed.None)
        {
            return;
        }

        if (tree.Copy.Find(path) is not { } known)
        {
            // A znode below a root was deleted meanwhile. A root that was missing now exists.
            if (tree.Copy.IsRoot(path))
            {
                Repair(path, ReadNeed.Content | ReadNeed.Changed);
            }
        }
        else if (known.State == ZnodeState.Read)
        {
            Compare(path, known, data, isNull, stat);
        }
    }

    public void OnError(string path, ErrorCode error)
    {
        if (_isStopped || tree.Reads.NeedOf(path) != ReadNeed.None || tree.Copy.Find(path) is not { State: ZnodeState.Read })
        {
            return;
        }

        if (error == ErrorCode.NoAuth)
        {
            DifferentAcl(path);
        }
        else if (error == ErrorCode.NoNode && !tree.Copy.IsRoot(path) && (tree.Reads.NeedOf(ZnodePath.ParentOf(path)!) & ReadNeed.Children) != 0)
        {
            tree.Reads.Mark(path, ReadNeed.Content); // its parent was already counted, because a child is missing
        }
        else if (error == ErrorCode.NoNode)
        {
            Repair(path, ReadNeed.Content);
        }
    }

    private static int MostPaths(MirrorConnection? connection) => connection?.Following.MostPaths ?? TreeReadBuilder.MostAtomic;

    private static TimeSpan Jitter(TimeSpan pause) => pause * (0.8 + (Random.Shared.NextDouble() / 5));

    // Only a known path with nothing to read can be compared. Unreadable znodes have their own, more frequent retries.
    private bool CanAudit(string path, out long dataLength)
    {
        var znode = tree.Copy.Find(path);
        dataLength = znode?.Stat.DataLength ?? 0;
        return (znode is { State: ZnodeState.Read } || (znode is null && tree.Copy.IsRoot(path))) && tree.Reads.NeedOf(path) == ReadNeed.None;
    }

    private void Compare(string path, Znode known, ReadOnlySpan<byte> data, bool isNull, in Stat stat)
    {
        if (known.Stat.Czxid != stat.Czxid || known.ChildCount != stat.NumChildren)
        {
            Repair(path, ReadNeed.Content | ReadNeed.Changed);
        }
        else if (known.Stat.Mzxid != stat.Mzxid || !known.HasData(data, isNull))
        {
            Repair(path, ReadNeed.Data | ReadNeed.Changed);
        }
        else if (known.Stat.Aversion != stat.Aversion)
        {
            DifferentAcl(path);
        }
    }

    private void Repair(string path, ReadNeed need)
    {
        Interlocked.Increment(ref _repairs);
        LogRepair(logger, ZnodePath.Printable(path));
        tree.Reads.Mark(path, need);
    }

    private void DifferentAcl(string path)
    {
        Interlocked.Increment(ref _aclDifferences);
        LogAclDifference(logger, ZnodePath.Printable(path));
        tree.Reads.Mark(path, ReadNeed.Data);
    }

    // An exception on a timer's thread would end the process.
    private void OnTimer()
    {
        try
        {
            BeginOrContinuePass();
        }
        catch (Exception e)
        {
            lock (observers.Gate)
            {
                mirror.Current?.Abandon(e);
                WaitFor(interval);
            }
        }
    }

    private void BeginOrContinuePass()
    {
        // Counting the chunks of a large tree takes time. A published tree does not change, so this needs no gate.
        int mostPaths;
        lock (observers.Gate)
        {
            mostPaths = MostPaths(mirror.Current);
        }

        var pass = _pass is null && mirror.Publication.Published is { } published ? new AuditPass(published.Roots, interval, mostPaths) : null;
        lock (observers.Gate)
        {
            _pass ??= pass;
            if (_pass is null)
            {
                WaitFor(interval); // nothing is loaded yet
                return;
            }

            _isDue = true;
            SendDue();
        }
    }

    private void Continue()
    {
        var pause = _pass!.Pause;
        _pass = _pass.IsOver ? null : _pass;
        WaitFor(pause);
    }

    private void WaitFor(TimeSpan pause)
    {
        if (!_isStopped)
        {
            _timer!.Change(Jitter(pause), Timeout.InfiniteTimeSpan);
        }
    }

    [LoggerMessage(1204, LogLevel.Warning, "The audit found the znode {Path} changed without an event. The mirror reads it again")]
    private static partial void LogRepair(ILogger logger, string path);

    [LoggerMessage(1205, LogLevel.Information, "The audit found a changed ACL on the znode {Path}")]
    private static partial void LogAclDifference(ILogger logger, string path);
}
