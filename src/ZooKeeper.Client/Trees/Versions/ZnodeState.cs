namespace ZooKeeper.Client.Trees;

internal enum ZnodeState : byte
{
    /// <summary>Found in a list of children and not read yet: what is below it is not known either. Never part of a published snapshot.</summary>
    Discovered,

    /// <summary>
    /// An event told of its creation, and it is not read yet. It began without children, and events tell of those since. Never part of a published
    /// snapshot.
    /// </summary>
    Created,

    Read,

    /// <summary>It exists, and its ACL does not permit reading.</summary>
    Unreadable,
}
