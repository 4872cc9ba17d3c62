namespace ZooKeeper.Client.Trees;

internal enum ZnodeState : byte
{
    /// <summary>Known to exist, not read yet. Never part of a published snapshot.</summary>
    Pending,

    Read,

    /// <summary>It exists, and its ACL does not permit reading.</summary>
    Unreadable,
}
