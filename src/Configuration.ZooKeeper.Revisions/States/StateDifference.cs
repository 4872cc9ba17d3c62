using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Compares states by the names and data of their znodes.</summary>
public static class StateDifference
{
    /// <summary>Returns the changes from one state to another, by path. Znodes that are not readable in one of them are not compared.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after. Its root can be another one.</param>
    public static IReadOnlyList<RevisionChange> Between(TreeState before, TreeState after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = Between(
            before.Znodes.ToDictionary(znode => znode.Key, znode => znode.Value.Data), after.Znodes.ToDictionary(znode => znode.Key, znode => znode.Value.Data));
        return [.. changes.Where(change => before.FindUnreadable(change.Path) is null && after.FindUnreadable(change.Path) is null)];
    }

    internal static IReadOnlyList<RevisionChange> Between(
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>?> before, IReadOnlyDictionary<string, ReadOnlyMemory<byte>?> after)
    {
        var changes = new List<RevisionChange>();
        foreach (var path in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (was, has) = (before.TryGetValue(path, out var old), after.TryGetValue(path, out var data));
            if (was != has || !ZnodeBytes.AreEqual(old, data))
            {
                var kind = !was ? ChangeKind.Create : !has ? ChangeKind.Delete : ChangeKind.Set;
                changes.Add(new RevisionChange(path, kind, ZnodeBytes.ToArray(old), ZnodeBytes.ToArray(data)));
            }
        }

        return changes;
    }
}
