namespace ZooKeeper.Client.Session;

/// <summary>A reply: an error, or a body; and the zxid of the state that the request saw.</summary>
internal readonly record struct Reply<TBody>(ErrorCode Error, long Zxid, TBody Body);
