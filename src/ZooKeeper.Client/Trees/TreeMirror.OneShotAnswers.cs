using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Trees;

/// <summary>What the answers to reads with one-shot watches do to the working copy, and to the state that waits for its proof.</summary>
internal sealed partial class TreeMirror
{
    public void OnWatchingRead(WatchingTreeRequest request, in ReplyHeader header, ref JuteReader body)
    {
        if (_connection is null)
        {
            return; // the mirror has stopped
        }

        var path = request.ZnodePath;
        switch (header.Error)
        {
            case ErrorCode.Ok when request.OpCode == OpCode.GetData:
                var data = body.ReadBufferSpan(out var isNull);
                OnWatchedData(path, data, isNull, StatRecord.Read(ref body).Stat);
                break;
            case ErrorCode.Ok when request.OpCode == OpCode.GetChildren2:
                var children = body.ReadChildPaths(path);
                OnWatchedChildren(path, children, StatRecord.Read(ref body).Stat);
                break;
            case ErrorCode.Ok:
                _lookBack?.OnError(path);
                _working.AddRoot(path);
                MarkDirty(path, ReadNeed.Content);
                break;
            case ErrorCode.NoNode:
                OnWatchedMissing(path, isWatched: request.OpCode == OpCode.Exists);
                break;
            case ErrorCode.NoAuth:
                _lookBack?.OnError(path);
                SetUnreadable(path, unreadable => LogUnreadable(_logger, unreadable));
                _isPointOwed = true;
                break;
            default:
                _dirty.Add(path, request.Need);
                LogRefused(_logger, header.Error);
                Pause();
                break;
        }
    }

    public void OnWatchingReadTooLarge(WatchingTreeRequest request, ZooKeeperException cause)
    {
        _lookBack?.OnError(request.ZnodePath);
        SetUnreadable(request.ZnodePath, path => LogTooLarge(_logger, path, cause));
        _isPointOwed = true;
    }

    /// <summary>A part of a read was answered, and has been dealt with.</summary>
    public void OnAnswered(WatchingTreeRead read)
    {
        if (read.IsAnswered)
        {
            _inFlight.Remove(read);
            _builder.OnReply(read, read.Bytes.Unknown, read.Bytes.Changed);
        }

        ConcludeLookBack();
    }

    private void OnWatchedData(string path, ReadOnlySpan<byte> data, bool isNull, in Stat stat)
    {
        CompareHistory(path, stat);
        _lookBack?.OnDataAlone(path, data, isNull, stat);
        if (_roots.Contains(path))
        {
            _working.AddRoot(path);
        }

        // A path that was deleted meanwhile, and is not there again, has no place any more.
        if (_working.Find(path) is not { } known)
        {
            return;
        }

        // Of a znode that could not be read the children are not known, nor watched.
        var isListKnown = known.State != ZnodeState.Unreadable && known.ChildCount == stat.NumChildren;
        _unreadable.Remove(path);
        _working.SetData(path, data, isNull, stat);
        if (!isListKnown)
        {
            MarkDirty(path, ReadNeed.Children);
        }
    }

    private void OnWatchedChildren(string path, string[] children, in Stat stat)
    {
        _lookBack?.OnChildrenAlone(path, children, stat);
        if (_roots.Contains(path))
        {
            _working.AddRoot(path);
        }

        // Of one that became readable since its data was read, the data says so when it is tried again.
        if (_working.Find(path) is not { } known || known.State == ZnodeState.Unreadable)
        {
            return;
        }

        _dirty.AddDiscovered(path, _working.SetChildren(path, children), ReadNeed.Content | ReadNeed.Unknown);

        // The same data with newer counts of children.
        if (known.State == ZnodeState.Read && known.Stat.Mzxid == stat.Mzxid && known.Stat.Czxid == stat.Czxid)
        {
            _working.SetStat(path, stat);
        }
    }

    // What was listed and is gone has made an event of its parent, whose list is read again. A root has no parent here: it is watched by exists.
    private void OnWatchedMissing(string path, bool isWatched)
    {
        _lookBack?.OnError(path);
        _working.Remove(path);
        _unreadable.Remove(path);
        if (!isWatched && _roots.Contains(path))
        {
            MarkDirty(path, ReadNeed.Data);
        }
    }
}
