namespace ZooKeeper.Client.Trees;

internal enum ZnodeState : byte
{
    /// <summary>Named by a list of children and not read yet. Its children are unknown, too. Never part of a published snapshot.</summary>
    Discovered,

    /// <summary>
    /// Reported by an event and not read yet. It was created without children, and events report later ones. Never part of a published snapshot.
    /// </summary>
    Created,

    Read,

    /// <summary>The znode exists and cannot be read: its ACL denies it, or it exceeds the client's limits.</summary>
    Unreadable,
}
