namespace ZooKeeper.Client.Session;

/// <summary>Contains a reply: an error or a body, and the zxid at which the server executed the request.</summary>
internal readonly record struct Reply<TBody>(ErrorCode Error, long Zxid, TBody Body);
