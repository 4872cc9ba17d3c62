using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>What answers do to the working copy, and to the state that waits for its proof.</summary>
internal sealed partial class TreeMirror
{
    public void OnRead(AtomicTreeRead read, ref JuteReader body)
    {
        if (_connection is null)
        {
            return; // the mirror has stopped
        }

        _inFlight.Remove(read);
        var (unknownBytes, changedBytes) = (0L, 0L);
        foreach (var operation in read.Operations)
        {
            var before = body.Remaining;
            ReadData(operation, ref body);
            unknownBytes += operation.IsUnknown ? before - body.Remaining : 0;
            changedBytes += !operation.IsUnknown && operation.IsChanged ? before - body.Remaining : 0;
            if (operation.HasChildren)
            {
                ReadChildren(operation.Path, ref body);
            }
        }

        _builder.OnReply(read, unknownBytes, changedBytes);
        ConcludeLookBack();
        if (IsStale)
        {
            SendReads(); // the server is to be busy while the next reply, which may be here already, is decoded
        }
    }

    public void OnReadRefused(TreeRead read, ErrorCode error)
    {
        PutBack(read);
        LogRefused(_logger, error);
        if (error is ErrorCode.Unimplemented or ErrorCode.MarshallingError)
        {
            // A server with recursive watches and without multiRead. On the next connection it is followed by one-shot watches, without either.
            _watches.Persistent.OnRefused(ErrorCode.Unimplemented);
            _connection?.Close(new ReconnectAtOnceException("It has no multiRead; the next connection does without it."));
        }

        Pause();
    }

    public void OnReadTooLarge(TreeRead read, ZooKeeperException cause)
    {
        _builder.OnReplyTooLarge();
        if (read.Operations is [var single])
        {
            _inFlight.Remove(read);
            _lookBack?.OnError(single.Path);
            SetUnreadable(single.Path, path => LogTooLarge(_logger, path, cause));
            _isPointOwed = true;
            ConcludeLookBack();
        }
        else
        {
            PutBack(read);
        }
    }

    private void OnStat(string path, ErrorCode error, Stat stat)
    {
        if (error != ErrorCode.Ok)
        {
            MarkKnownDirty(path, ReadNeed.Data);
        }
        else if (_working.Find(path) is { State: ZnodeState.Read } known && known.ChildCount != stat.NumChildren)
        {
            MarkDirty(path, ReadNeed.Content);
        }
    }

    private void ReadData(in ReadOperation operation, ref JuteReader body)
    {
        var path = operation.Path;
        var header = MultiHeader.Read(ref body);
        if (header.Type == OpCode.Error)
        {
            OnReadError(path, (ErrorCode)body.ReadInt());
            return;
        }

        Expect(OpCode.GetData, header.Type);
        var data = body.ReadBufferSpan(out var isNull);
        var stat = StatRecord.Read(ref body).Stat;
        CompareHistory(path, stat);
        _lookBack?.OnData(path, data, isNull, stat);
        if (_roots.Contains(path))
        {
            _working.AddRoot(path);
        }

        // A path that was deleted meanwhile, and is not there again, has no place any more.
        if (_working.Find(path, operation.Discovered) is not { } known)
        {
            _hot.Remove(path);
            return;
        }

        _hot.OnRead(path, isWritten: known.Stat.Mzxid != stat.Mzxid);
        var childCount = known.ChildCount;
        _unreadable.Remove(path);
        _working.SetData(path, known, data, isNull, stat);
        if (!operation.HasChildren && stat.NumChildren != childCount)
        {
            MarkDirty(path, ReadNeed.Content);
        }
    }

    private void ReadChildren(string path, ref JuteReader body)
    {
        var header = MultiHeader.Read(ref body);
        if (header.Type == OpCode.Error)
        {
            body.ReadInt(); // the read of the data has said the same
            return;
        }

        Expect(OpCode.GetChildren, header.Type);
        var children = body.ReadChildPaths(path);
        _lookBack?.OnChildren(path, children);
        if (_working.Find(path) is { State: ZnodeState.Read })
        {
            _dirty.AddDiscovered(path, _working.SetChildren(path, children), ReadNeed.Data | ReadNeed.Unknown);
        }
    }

    private void OnReadError(string path, ErrorCode error)
    {
        _lookBack?.OnError(path);
        _hot.Remove(path);
        if (error != ErrorCode.NoNode)
        {
            SetUnreadable(path, unreadable => LogUnreadable(_logger, unreadable));
        }
        else if (_working.Remove(path) && !_roots.Contains(path))
        {
            _unreadable.Remove(path);
            _barriers.Add(ZnodePath.ParentOf(path)!);
        }
    }

    private void SetUnreadable(string path, Action<string> log)
    {
        if (_roots.Contains(path))
        {
            _working.AddRoot(path);
        }

        if (_working.Find(path) is not null)
        {
            _working.SetUnreadable(path, _sealed.Find(path));
            if (_unreadable.Add(path))
            {
                log(_chroot.ToUser(path));
            }
        }
    }

    private void PutBack(TreeRead read)
    {
        _inFlight.Remove(read);
        foreach (var operation in read.Operations)
        {
            // With what events have asked of it since it was sent.
            _dirty.Add(operation.Path, operation.Need | read.NeedOf(operation.Path), operation.Discovered);
        }
    }

    private static void Expect(OpCode expected, OpCode actual)
    {
        if (actual != expected)
        {
            throw new JuteException($"A multiRead answers {expected} with {actual}.");
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "The znode {Path} may not be read; it and what is below it are left out, and tried again from time to time")]
    private static partial void LogUnreadable(ILogger logger, string path);

    [LoggerMessage(1202, LogLevel.Warning, "The server did not do a read of the mirror ({Error}); it is tried again")]
    private static partial void LogRefused(ILogger logger, ErrorCode error);

    [LoggerMessage(1203, LogLevel.Error, "Cannot read the znode {Path} within MaxRequestLength and MaxReplyLength. The mirror leaves it and its descendants out, and retries about every 30 seconds")]
    private static partial void LogTooLarge(ILogger logger, string path, Exception exception);
}
