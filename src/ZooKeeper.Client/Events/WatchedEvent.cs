namespace ZooKeeper.Client;

/// <summary>A notification that a watched znode changed. It carries no data: read the znode to see what it is now.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Path">The znode it happened to.</param>
/// <param name="Zxid">The transaction that caused it; −1 where the server does not tell (before ZooKeeper 3.9, or an event found after a reconnect).</param>
public readonly record struct WatchedEvent(WatchEventType Type, string Path, long Zxid);
