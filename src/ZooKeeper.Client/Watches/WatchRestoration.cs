using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// Passes events to the registry, and sets the users' watches again on each new connection. One-shot watches whose znode changed in the meantime fire at once
/// (docs/protocol.md, "Watches after a reconnect").
/// </summary>
internal sealed partial class WatchRestoration(WatchRegistry registry, ClientSession session, ILogger logger) : SessionObserver
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    // The watches that no server has accepted since the connection was lost, and the zxid up to which their events have arrived. A watch keeps this zxid over
    // further replies and connections: relative to a later zxid, the server would not report the changes in between.
    private readonly Dictionary<(WatchKind Kind, string Path), long> _unaccepted = [];

    private Connection? _connection;
    private RepeatedWarning? _rejections;

    public override void OnConnected(Connection connection, bool isNewSession)
    {
        _connection = connection;
        _rejections = new RepeatedWarning(connection.Time);
        registry.OnConnected(connection.Server);
        if (!registry.HasWatches)
        {
            _unaccepted.Clear();
            return;
        }

        foreach (var (zxid, watches) in WatchesByZxid())
        {
            foreach (var batch in SetWatchesBatch.Split(zxid, Math.Min(registry.SetWatchesLimit.Bytes, connection.MaxRequestLength / 2), watches))
            {
                Send(connection, batch);
            }
        }

        if (registry.Persistent.IsRefused && registry.PathsOf(WatchKind.Persistent).Concat(registry.PathsOf(WatchKind.Recursive)).Any())
        {
            LogRefused(logger, connection.Server, ErrorCode.Unimplemented);
        }
    }

    public override void OnDrained()
    {
        if (registry.Owed.IsEmpty)
        {
            return;
        }

        foreach (var (kind, path, zxid) in registry.Owed.TakeUncovered())
        {
            var batch = new SetWatchesBatch(zxid);
            batch.Add(kind, path);
            SendLater(_connection!, batch);
        }

        foreach (var (path, isLater) in registry.Owed.TakeReleased())
        {
            if (isLater)
            {
                _ = _connection!.RunLaterAsync(RetryDelay, () => Release(path));
            }
            else
            {
                Release(path);
            }
        }
    }

    public override void OnDisconnected()
    {
        _connection = null;
        registry.SetWatchesLimit.OnDisconnected();
        registry.Persistent.OnDisconnected();
    }

    public override void OnReply(long zxid) => registry.OnReply();

    public override void OnClosed() => registry.Close();

    public override void OnEvent(in WatchedEvent watchedEvent) => registry.Dispatch(watchedEvent);

    private IEnumerable<(long Zxid, IEnumerable<(WatchKind Kind, string Path)> Watches)> WatchesByZxid()
    {
        var seen = session.LastZxid;
        var watches = AllPaths().ToDictionary(watch => watch, ZxidOf);
        _unaccepted.Clear();

        // Persistent watches come last: before 3.9, a one-shot watch would replace them (ZOOKEEPER-4466).
        return watches.GroupBy(watch => watch.Value, watch => watch.Key).OrderBy(group => group.Key).Select(group => (group.Key, group.AsEnumerable()));

        // Nothing is compared for a persistent watch. After a wipe, the zxids of the previous history are too high.
        long ZxidOf((WatchKind Kind, string Path) watch) =>
            watch.Kind is WatchKind.Persistent or WatchKind.Recursive ? seen : Math.Min(_unaccepted.GetValueOrDefault(watch, seen), seen);
    }

    // Paths below a mirror's root need no persistent watch of their own.
    private IEnumerable<(WatchKind List, string Path)> AllPaths() =>
    [
        .. registry.PathsOf(WatchKind.Data).Select(path => (WatchKind.Data, path)),
        .. registry.PathsOf(WatchKind.Exist).Select(path => (WatchKind.Exist, path)),
        .. registry.PathsOf(WatchKind.Child).Select(path => (WatchKind.Child, path)),
        .. registry.Persistent.IsRefused ? [] : AllPersistentPaths(),
    ];

    private IEnumerable<(WatchKind List, string Path)> AllPersistentPaths() =>
    [
        .. registry.PathsOf(WatchKind.Recursive).Where(path => !registry.IsCovered(path, WatchKind.Recursive)).Select(path => (WatchKind.Recursive, path)),
        .. registry.PathsOf(WatchKind.Persistent).Except(registry.PathsOf(WatchKind.Recursive)).Where(path => !registry.IsCovered(path, WatchKind.Persistent))
            .Select(path => (WatchKind.Persistent, path)),
    ];

    // Since the first attempt, users may have removed watches, and mirrors and users may have set persistent ones.
    private void SendLater(Connection connection, SetWatchesBatch batch)
    {
        var wanted = new SetWatchesBatch(batch.RelativeZxid);
        foreach (var (kind, path) in batch.Watches)
        {
            if (registry.Has(kind, path))
            {
                wanted.Add(kind, path);
            }
            else
            {
                _unaccepted.Remove((kind, path));
            }
        }

        if (wanted.Bytes > 0)
        {
            Send(connection, wanted, wanted.Beside(registry.OnServer));
        }
    }

    private void Send(Connection connection, SetWatchesBatch batch, params IReadOnlyList<(WatchKind Kind, string Path)> beside)
    {
        (string Path, WatchMode Mode)[] persistent = [.. batch.Persistent.Where(watch => registry.OnServer.Of(watch.Path) != WatchMode.PersistentRecursive)];
        foreach (var (path, mode) in persistent)
        {
            registry.SetOnServer(path, mode);
        }

        foreach (var watch in batch.Watches)
        {
            _unaccepted.TryAdd(watch, batch.RelativeZxid);
        }

        registry.SetWatchesLimit.OnSent();
        var request = batch.ToRequest(beside);
        connection.Send(new SetWatches(request, error => OnAnswered(connection, batch, persistent, request.OpCode, error)));
    }

    private void Release(string path)
    {
        if (!registry.IsNeeded(path))
        {
            _connection?.Send(new RemoveWatches(path, path, registry));
        }
    }

    private void OnAnswered(Connection connection, SetWatchesBatch batch, (string Path, WatchMode Mode)[] persistent, OpCode opCode, ErrorCode error)
    {
        registry.SetWatchesLimit.OnAnswered();
        if (error != ErrorCode.Ok && _rejections!.OnFailed(error.ToString()))
        {
            LogRefused(logger, connection.Server, error);
        }

        switch (error)
        {
            case ErrorCode.Ok:
                Accept(batch, persistent);
                break;
            case ErrorCode.MarshallingError when opCode == OpCode.SetWatches2:
                Accept(batch, persistent); // the server sets the one-shot watches before it rejects the others
                registry.RefusePersistent(error);
                break;
            case ErrorCode.Unimplemented when opCode == OpCode.SetWatches2:
                registry.RefusePersistent(error); // the server closes the connection
                break;
            default:
                // For example because the server throttles.
                foreach (var (path, mode) in persistent)
                {
                    registry.OnServer.OnRejected(path, mode);
                }

                _ = connection.RunLaterAsync(RetryDelay, () => SendLater(connection, batch));
                break;
        }
    }

    private void Accept(SetWatchesBatch batch, (string Path, WatchMode Mode)[] persistent)
    {
        foreach (var watch in batch.Watches)
        {
            _unaccepted.Remove(watch);
        }

        foreach (var (path, mode) in persistent)
        {
            registry.OnServer.OnAccepted(path, mode);
        }
    }

    [LoggerMessage(1101, LogLevel.Error, "{Server} rejected the watches of the client after a reconnect: {Error}")]
    private static partial void LogRefused(ILogger logger, string server, ErrorCode error);
}
