using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Following a server without recursive watches: every znode has two one-shot watches, one for its data and one for its children, which each read
/// sets again (docs/protocol.md, "Servers without recursive watches").
/// </summary>
internal sealed partial class TreeMirror
{
    private const int RefutationsBeforeRereading = 3;

    // What events told of since the state that was published last.
    private HashSet<string> _touched = new(StringComparer.Ordinal);
    private int _refutations;

    // A reply that may have overtaken others was the last: the server owes one that is a point in the order.
    private bool _isPointOwed;

    /// <summary>A root that is not there, as far as is known, is watched by exists; getData would leave no watch.</summary>
    public bool IsMissingRoot(string path) => _roots.Contains(path) && _working.Find(path) is null;

    public void OnWatchesRestored(OneShotRestoration restoration, in ReplyHeader header)
    {
        if (header.Error == ErrorCode.Ok)
        {
            OnWatched(header.Zxid);
        }
        else
        {
            SendAgainLater(restoration, header.Error, path: null);
        }
    }

    private void FollowByOneShots()
    {
        _hasOneShots = true;
        LogOneShots(_logger, _connection!.Server);
        if (_isNothingTrusted)
        {
            _openWatches = 0;
            ReadEverything();
        }
        else
        {
            RestoreOneShots(_connection);
        }

        SendReads();
    }

    // If nothing at all has happened this sets all watches again, and no znode need be read.
    private void RestoreOneShots(Connection connection)
    {
        var batches = SetWatchesBatch.Split(Zxid, connection.MaxRequestLength, _roots.SelectMany(OneShotsOf));
        _openWatches = batches.Count;
        if (batches is [])
        {
            ReadEverything(); // no root can be read, nor watched
        }

        foreach (var batch in batches)
        {
            connection.Send(new OneShotRestoration(this, batch.ToRequest()));
        }
    }

    private IEnumerable<(WatchKind Kind, string Path)> OneShotsOf(string root) => _working.Find(root) is { } znode
        ? PathsOf(root, znode).SelectMany(path => new[] { (WatchKind.Data, path), (WatchKind.Child, path) })
        : [(WatchKind.Exist, root)];

    // Without those that could not be read: they cannot be watched.
    private static IEnumerable<string> PathsOf(string path, Znode znode) => znode.State == ZnodeState.Unreadable
        ? []
        : znode.Children.SelectMany(child => PathsOf(child.Path, child)).Prepend(path);

    private void RemoveOneShots()
    {
        if (!_hasOneShots || _connection is not { } connection)
        {
            return;
        }

        foreach (var path in _roots.Where(root => _working.Find(root) is not null).SelectMany(root => PathsOf(root, _working.Find(root)!)).Except(_roots))
        {
            connection.Send(new RemoveWatches(path, path, _watches));
        }
    }

    // Lists of children are read again after each change, which is what sets their watch again. So they tell of all that came and went, and no barrier is
    // needed. What is not in the working copy is not claimed: it is read when a list names it.
    private void OnOneShot(WatchEventType type, string path, bool isRoot)
    {
        _touched.Add(path);
        _lookBack?.TouchedSince.Add(path);
        if (type == WatchEventType.NodeDeleted && _working.Remove(path))
        {
            _dirty.Remove(path);
            _unreadable.Remove(path);
            _lookBack?.OnError(path);
            if (!isRoot)
            {
                MarkDirty(ZnodePath.ParentOf(path)!, ReadNeed.Children);
            }
        }

        if (_working.Find(path) is null)
        {
            if (isRoot)
            {
                MarkDirty(path, ReadNeed.Content);
            }
        }
        else if (type == WatchEventType.NodeChildrenChanged)
        {
            MarkDirty(path, ReadNeed.Children);
        }
        else if (type == WatchEventType.NodeDataChanged)
        {
            MarkDirty(path, ReadNeed.Data | ReadNeed.Changed);
        }
    }

    // Keys can change between the look-back and its proof again and again, and these replies come one by one, each from a state of its own. Nothing is
    // between the states if all that moved is asked for in one go, with nothing else under way, and nobody writes in the moment that this takes the server.
    // So what is under way is waited for, and it is tried again at each further refutation.
    private bool IsRereadDue => _hasOneShots && _refutations >= RefutationsBeforeRereading && OpenCount > 0 && _touched.Count <= TreeReadBuilder.MostWatching;

    private void RereadTouchedAlone()
    {
        _refutations = RefutationsBeforeRereading - 1;
        foreach (var path in _touched.Where(path => _working.Find(path) is not null).ToArray())
        {
            MarkDirty(path, ReadNeed.Data | ReadNeed.Changed);
        }
    }

    private void SendPointInOrder()
    {
        if (_isPointOwed && OpenCount == 0)
        {
            _isPointOwed = false;
            _connection!.Send(new Ping());
        }
    }

    [LoggerMessage(1206, LogLevel.Information, "{Server} has no recursive watches; the mirror follows it with one-shot watches on every znode")]
    private static partial void LogOneShots(ILogger logger, string server);
}
