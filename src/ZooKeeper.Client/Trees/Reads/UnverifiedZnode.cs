namespace ZooKeeper.Client.Trees;

/// <summary>A known znode that is still to be verified.</summary>
/// <param name="Path">The path.</param>
/// <param name="Need">What to read, unless the Stat is compared instead.</param>
/// <param name="Length">The expected length in bytes of the reply, if the znode is read.</param>
internal readonly record struct UnverifiedZnode(string Path, ReadNeed Need, long Length);
