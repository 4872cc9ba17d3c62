using ZooKeeper.Client;

namespace ZooKeeper.DevServer.Tree;

/// <summary>Describes a change of a znode, with the ACL that decides which clients are notified.</summary>
internal readonly record struct TreeEvent(WatchEventType Type, string Path, IReadOnlyList<Acl> Acl);
