namespace ZooKeeper.Client.Trees;

/// <summary>Describes what the data of a znode changed in the working copy.</summary>
/// <param name="IsKnown">Whether the znode has a place in the tree.</param>
/// <param name="IsWritten">Whether it was written since the last read.</param>
/// <param name="WasUnreadable">Whether it was unreadable before, so that its children are unknown.</param>
/// <param name="HasOtherChildren">Whether the number of its children differs from the known one.</param>
internal readonly record struct DataChange(bool IsKnown, bool IsWritten, bool WasUnreadable, bool HasOtherChildren);
