using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// Hands events to the registry, and registers the users' watches again on each new connection: one-shot watches whose znode changed meanwhile
/// fire at once (docs/protocol.md, "Watches after a reconnect").
/// </summary>
internal sealed partial class WatchRestoration(WatchRegistry registry, ClientSession session, ILogger logger) : SessionObserver
{
    // ZOOKEEPER-706: a single request with all paths can exceed the server's limit.
    private const int LargestBatch = 128 * 1024;

    public override void OnConnected(Connection connection, bool isNewSession)
    {
        registry.ResetServer();
        var room = Math.Min(LargestBatch, connection.MaxRequestLength / 2);
        var batch = new SetWatchesBatch(session.LastZxid);
        foreach (var (list, path) in AllPaths())
        {
            if (batch.Bytes + SetWatchesBatch.SizeOf(path) > room)
            {
                Send(connection, batch);
                batch = new SetWatchesBatch(session.LastZxid);
            }

            batch.Add(list, path);
        }

        Send(connection, batch);
    }

    public override void OnEvent(in WatchedEvent watchedEvent) => registry.Dispatch(watchedEvent);

    // Paths that a mirror's root covers need no persistent watch of their own.
    private IEnumerable<(WatchKind List, string Path)> AllPaths() =>
    [
        .. registry.DataPaths.Select(path => (WatchKind.Data, path)),
        .. registry.ExistPaths.Select(path => (WatchKind.Exist, path)),
        .. registry.ChildPaths.Select(path => (WatchKind.Child, path)),
        .. registry.RecursivePaths.Where(path => !registry.IsCovered(path, WatchKind.Recursive)).Select(path => (WatchKind.Recursive, path)),
        .. registry.PersistentPaths.Except(registry.RecursivePaths).Where(path => !registry.IsCovered(path, WatchKind.Persistent)).Select(path => (WatchKind.Persistent, path)),
    ];

    private void Send(Connection connection, SetWatchesBatch batch)
    {
        if (batch.Bytes > 0)
        {
            foreach (var (path, mode) in batch.Persistent)
            {
                registry.SetOnServer(path, mode);
            }

            connection.Send(new SetWatches(batch.ToRequest(), error => LogRefused(logger, connection.Server, error)));
        }
    }

    [LoggerMessage(1101, LogLevel.Error, "{Server} did not take the watches again after a reconnect: {Error}")]
    private static partial void LogRefused(ILogger logger, string server, ErrorCode error);
}
