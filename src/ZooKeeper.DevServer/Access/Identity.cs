namespace ZooKeeper.DevServer.Access;

/// <summary>Represents an identity of a connection. A connection can have several.</summary>
internal readonly record struct Identity(string Scheme, string Id)
{
    /// <summary>Gets the superuser, which passes every ACL.</summary>
    public static readonly Identity Super = new("super", "");
}
