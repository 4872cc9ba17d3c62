using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions.Planning;

/// <summary>Creates the planned change of an existing znode, with everything that identifies it.</summary>
internal static class ChangePlanning
{
    public static PlannedChange Set(string path, ZnodeState existing, byte[]? data) => new()
    {
        Path = path,
        Kind = ChangeKind.Set,
        OldData = ZnodeBytes.ToArray(existing.Data),
        NewData = data,
        Czxid = existing.Czxid,
        Mzxid = existing.Mzxid,
        Version = existing.Version,
    };

    public static PlannedChange Delete(string path, ZnodeState existing) => new()
    {
        Path = path,
        Kind = ChangeKind.Delete,
        OldData = ZnodeBytes.ToArray(existing.Data),
        Czxid = existing.Czxid,
        Mzxid = existing.Mzxid,
        Version = existing.Version,
    };

    /// <exception cref="UnreadableException">The znode is not readable, so it would be taken for missing.</exception>
    public static void ThrowIfUnreadable(this TreeState tree, string path)
    {
        if (tree.FindUnreadable(path) is { } unreadable)
        {
            throw new UnreadableException(
                unreadable,
                $"Cannot plan '{RelativePath.Full(tree.Root, path)}': '{unreadable}' is not readable, so its present state is not known. Use credentials that can read it.");
        }
    }

    /// <summary>
    /// Returns whether the current znode is still the one of the plan. The version alone is not enough: after a deletion and creation, it is 0 again.
    /// </summary>
    public static bool Fits(this PlannedChange change, ZnodeState? present) => change.Kind == ChangeKind.Create
        ? present is null
        : present is not null && present.Czxid == change.Czxid && present.Mzxid == change.Mzxid && present.Version == change.Version;
}
