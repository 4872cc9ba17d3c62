namespace ZooKeeper.Client;

/// <summary>Specifies what an <see cref="Acl"/> entry permits.</summary>
[Flags]
public enum Permissions
{
    /// <summary>Permits nothing.</summary>
    None = 0,

    /// <summary>Permits reading the data and listing the children.</summary>
    Read = 1,

    /// <summary>Permits changing the data.</summary>
    Write = 2,

    /// <summary>Permits creating children.</summary>
    Create = 4,

    /// <summary>Permits deleting children.</summary>
    Delete = 8,

    /// <summary>Permits changing the ACL.</summary>
    Admin = 16,

    /// <summary>Permits everything.</summary>
    All = Read | Write | Create | Delete | Admin,
}
