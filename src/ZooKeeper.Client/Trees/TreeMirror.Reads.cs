using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Trees;

/// <summary>What is read and when, and what the answers do to the working copy and to the state that waits for its proof.</summary>
internal sealed partial class TreeMirror
{
    private const int MostInFlight = 2;
    private const int LongestLookBack = 1024;
    private const int RefutationsBeforeRereading = 3;
    private const int CheapDataLength = 256;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly DirtyPaths _dirty = new();
    private readonly TreeReadBuilder _builder = new();
    private readonly List<TreeRead> _inFlight = [];

    // Znodes whose children came or went: what was read of them must be confirmed by their Stat.
    private readonly HashSet<string> _barriers = new(StringComparer.Ordinal);
    private LookBack? _lookBack;
    private int _refutations;
    private long? _pausedSince;

    private int OpenCount => _dirty.ContentCount + _inFlight.Sum(read => read.ContentCount);

    public void OnRead(TreeRead read, ref JuteReader body)
    {
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
    }

    public void OnReadRefused(TreeRead read, ErrorCode error)
    {
        PutBack(read);
        if (error is ErrorCode.Unimplemented or ErrorCode.MarshallingError)
        {
            Fail(ZooKeeperException.Of(error, "The multiRead of a mirror", path: null));
        }
        else
        {
            LogRefused(_logger, error);
        }

        Pause();
    }

    public void OnReadTooLarge(TreeRead read, ZooKeeperException cause)
    {
        _builder.OnReplyTooLarge();
        if (read.Operations is [var single])
        {
            _inFlight.Remove(read);
            SetUnreadable(single.Path, path => LogTooLarge(_logger, path, cause));
        }
        else
        {
            PutBack(read);
        }
    }

    public void OnStat(string path, in Stat stat)
    {
        if (_working.Find(path) is { State: ZnodeState.Read } known && known.ChildCount != stat.NumChildren)
        {
            MarkDirty(path, ReadNeed.Content);
        }
    }

    public void OnStatMissing(string path) => MarkKnownDirty(path, ReadNeed.Data);

    private void ReadEverything()
    {
        foreach (var root in _roots)
        {
            if (_working.Find(root) is { } znode)
            {
                ReadEverything(root, znode);
            }

            _dirty.Add(root, ReadNeed.Content);
        }
    }

    private void ReadEverything(string path, Znode znode)
    {
        _dirty.Add(path, (znode.ChildCount > 0 ? ReadNeed.Content : ReadNeed.Data) | ReadNeed.Unverified);
        foreach (var child in znode.Children)
        {
            ReadEverything(ZnodePath.Combine(path, child.Name), child);
        }
    }

    private void SendReads()
    {
        if (!IsFollowing || (_pausedSince is { } since && _time.GetElapsedTime(since) < RetryDelay))
        {
            return;
        }

        _pausedSince = null;
        SendBarriers();
        if (_refutations >= RefutationsBeforeRereading && OpenCount > 0)
        {
            RereadTouched();
        }

        while (_inFlight.Count < MostInFlight
            && _builder.Build(this, _dirty, _working.Find, _inFlight, _connection!.MaxRequestLength) is { } read)
        {
            _inFlight.Add(read);
            _connection.Send(read);
        }
    }

    // A small znode's Stat comes with its data in the next multiRead; that of one with large data is asked for by itself.
    private void SendBarriers()
    {
        foreach (var path in _barriers)
        {
            if (_working.Find(path) is not { } znode)
            {
                continue; // deleted as well; the barrier is at what is left above it
            }

            if (znode.Stat.DataLength > CheapDataLength && (_dirty.NeedOf(path) & ReadNeed.Content) == 0)
            {
                _connection!.Send(new StatRead(this, path));
            }
            else
            {
                MarkDirty(path, ReadNeed.Stat);
            }
        }

        _barriers.Clear();
    }

    // Hot keys change between the look-back and its proof again and again. Reading all that moved since the last publication in one request gives
    // its state at one zxid, and nothing else has moved.
    private void RereadTouched()
    {
        if (_touched.Count <= LongestLookBack)
        {
            foreach (var path in _touched.Where(path => _working.Find(path) is not null).ToArray())
            {
                MarkDirty(path, ReadNeed.Data | ReadNeed.Changed);
            }
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
        _lookBack?.OnData(path, data, isNull, stat);
        if (_roots.Contains(path))
        {
            _working.AddRoot(path);
        }

        // A path that was deleted meanwhile, and is not there again, has no place any more.
        if (_working.Find(path) is not { } known)
        {
            return;
        }

        var childCount = known.ChildCount;
        _unreadable.Remove(path);
        _working.SetData(path, data, isNull, stat);
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
        var names = body.ReadStrings();
        _lookBack?.OnChildren(path, names);
        if (_working.Find(path) is { State: ZnodeState.Read })
        {
            foreach (var name in _working.SetChildren(path, names))
            {
                MarkDirty(ZnodePath.Combine(path, name), ReadNeed.Data);
            }
        }
    }

    private void OnReadError(string path, ErrorCode error)
    {
        _lookBack?.OnError(path);
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
            _working.SetUnreadable(path);
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
            _dirty.Add(operation.Path, operation.Need);
        }
    }

    private void LookBackFrom(long zxid)
    {
        if (_lookBack is not null || OpenCount > LongestLookBack)
        {
            return;
        }

        var open = new Dictionary<string, ReadNeed>(StringComparer.Ordinal);
        foreach (var (path, need) in _dirty.All.Concat(_inFlight.SelectMany(read => read.Needs)))
        {
            if ((need & ReadNeed.Content) != 0)
            {
                open[path] = open.GetValueOrDefault(path) | (need & (ReadNeed.Content | ReadNeed.Unverified));
            }
        }

        _lookBack = new LookBack(zxid, new TreeEdit(_working.Seal()), open);
    }

    private void ConcludeLookBack()
    {
        if (_lookBack is { IsRefuted: true })
        {
            _lookBack = null;
            _refutations++;
        }
        else if (_lookBack is { IsProved: true } proved)
        {
            _lookBack = null;
            _touched = proved.TouchedSince;
            Publish(proved.Roots, proved.Zxid);
        }
    }

    private void Pause()
    {
        _pausedSince = _time.GetTimestamp();
        _ = ResumeAsync();

        async Task ResumeAsync()
        {
            await Task.Delay(RetryDelay, _time).ConfigureAwait(false);
            lock (_session.Observers.Gate)
            {
                SendReads();
            }
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

    [LoggerMessage(1203, LogLevel.Error, "The znode {Path} is larger than MaxReplyLength; it and what is below it are left out, and tried again from time to time")]
    private static partial void LogTooLarge(ILogger logger, string path, Exception exception);
}
