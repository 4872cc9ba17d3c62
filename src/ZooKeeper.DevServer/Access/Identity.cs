namespace ZooKeeper.DevServer.Access;

/// <summary>Who a connection is, in the words of one scheme. A connection can be several.</summary>
internal readonly record struct Identity(string Scheme, string Id)
{
    /// <summary>Passes every ACL.</summary>
    public static readonly Identity Super = new("super", "");
}
