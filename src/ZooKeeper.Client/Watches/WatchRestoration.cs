using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// Hands events to the registry, and registers the users' watches again on each new connection: one-shot watches whose znode changed meanwhile
/// fire at once (docs/protocol.md, "Watches after a reconnect").
/// </summary>
internal sealed partial class WatchRestoration(WatchRegistry registry, ClientSession session, ILogger logger) : SessionObserver
{
    private Connection? _connection;

    public override void OnConnected(Connection connection, bool isNewSession)
    {
        _connection = connection;
        registry.OnConnected(connection.Server);
        foreach (var batch in SetWatchesBatch.Split(session.LastZxid, connection.MaxRequestLength, AllPaths()))
        {
            Send(connection, batch);
        }

        if (registry.Persistent.IsRefused && registry.PersistentPaths.Concat(registry.RecursivePaths).Any())
        {
            LogRefused(logger, connection.Server, ErrorCode.Unimplemented);
        }
    }

    public override void OnDrained()
    {
        foreach (var (kind, path, zxid) in registry.TakeUncovered())
        {
            var batch = new SetWatchesBatch(zxid);
            batch.Add(kind, path);
            Send(_connection!, batch);
        }
    }

    public override void OnDisconnected() => registry.Persistent.OnDisconnected();

    public override void OnEvent(in WatchedEvent watchedEvent) => registry.Dispatch(watchedEvent);

    // Paths that a mirror's root covers need no persistent watch of their own.
    private IEnumerable<(WatchKind List, string Path)> AllPaths() =>
    [
        .. registry.DataPaths.Select(path => (WatchKind.Data, path)),
        .. registry.ExistPaths.Select(path => (WatchKind.Exist, path)),
        .. registry.ChildPaths.Select(path => (WatchKind.Child, path)),
        .. registry.Persistent.IsRefused ? [] : AllPersistentPaths(),
    ];

    private IEnumerable<(WatchKind List, string Path)> AllPersistentPaths() =>
    [
        .. registry.RecursivePaths.Where(path => !registry.IsCovered(path, WatchKind.Recursive)).Select(path => (WatchKind.Recursive, path)),
        .. registry.PersistentPaths.Except(registry.RecursivePaths).Where(path => !registry.IsCovered(path, WatchKind.Persistent))
            .Select(path => (WatchKind.Persistent, path)),
    ];

    private void Send(Connection connection, SetWatchesBatch batch)
    {
        var request = batch.ToRequest();
        foreach (var (path, mode) in batch.Persistent)
        {
            registry.SetOnServer(path, mode);
        }

        connection.Send(new SetWatches(request, error =>
        {
            LogRefused(logger, connection.Server, error);
            if (request.OpCode == OpCode.SetWatches2 && error is (ErrorCode.Unimplemented or ErrorCode.MarshallingError))
            {
                registry.RefusePersistent(error);
            }
        }));
    }

    [LoggerMessage(1101, LogLevel.Error, "{Server} did not take the watches again after a reconnect: {Error}")]
    private static partial void LogRefused(ILogger logger, string server, ErrorCode error);
}
