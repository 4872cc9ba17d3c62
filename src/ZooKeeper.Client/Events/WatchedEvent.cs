namespace ZooKeeper.Client;

/// <summary>Reports that a watched znode changed. The event carries no data: read the znode to get its current state.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Path">The path of the znode.</param>
/// <param name="Zxid">
/// The transaction that caused the change. −1 if the server does not report it: before ZooKeeper 3.9, and for changes during an outage.
/// </param>
public readonly record struct WatchedEvent(WatchEventType Type, string Path, long Zxid);
