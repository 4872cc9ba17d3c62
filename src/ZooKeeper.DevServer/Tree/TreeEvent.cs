using ZooKeeper.Client;

namespace ZooKeeper.DevServer.Tree;

/// <summary>What a transaction did to a znode, with the ACL that says who may know.</summary>
internal readonly record struct TreeEvent(WatchEventType Type, string Path, IReadOnlyList<Acl> Acl);
