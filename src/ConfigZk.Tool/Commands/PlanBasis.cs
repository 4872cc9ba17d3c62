using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Checks plans whose desired state was computed from znodes that were read before.</summary>
internal static class PlanBasis
{
    /// <summary>Throws if the plan changes a znode that was written since it was read. The plan would undo that.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="read">The state of the managed root that the desired state was computed from.</param>
    /// <exception cref="RevisionConflictException">The plan changes such a znode.</exception>
    public static void EnsureMadeFrom(this Plan plan, TreeState read)
    {
        string[] moved = [.. plan.Changes.Where(change => !IsAsRead(change, read.Find(change.Path))).Select(change => FullPath(plan.Root, change.Path))];
        if (moved.Length > 0)
        {
            var others = moved.Length > 1 ? $" and {moved.Length - 1} others" : "";
            throw new RevisionConflictException(
                ConflictReason.ZnodesMoved, $"Cannot change '{moved[0]}'{others}: somebody else wrote it after it was read. Run the command again.", moved);
        }
    }

    private static bool IsAsRead(PlannedChange change, ZnodeState? read) => change.Kind == ChangeKind.Create
        ? read is null
        : (read?.Czxid, read?.Mzxid, read?.Version) == (change.Czxid, change.Mzxid, change.Version);

    private static string FullPath(string root, string path) => path.Length == 0 ? root : ZnodePath.Combine(root, path);
}
