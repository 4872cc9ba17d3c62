using ZooKeeper.Client;

namespace ZooKeeper.DevServer.Tests;

/// <summary>A notification, with the zxid of its header.</summary>
internal readonly record struct WireEvent(WatchEventType Type, string Path, long Zxid);
