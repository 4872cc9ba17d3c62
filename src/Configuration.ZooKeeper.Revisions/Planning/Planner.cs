using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Planning;

/// <summary>Computes the changes from the current state to a desired one. Every preview and every apply uses it, so they cannot differ.</summary>
internal static class Planner
{
    public static Plan Plan(PresentState present, DesiredState desired, string scope, PlanOptions options, RevisionKind kind = RevisionKind.Apply)
    {
        var tree = present.Tree;
        var wanted = Wanted(desired, scope);
        var creations = new SortedDictionary<string, PlannedChange>(StringComparer.Ordinal);
        var writes = new SortedDictionary<string, PlannedChange>(StringComparer.Ordinal);
        foreach (var (path, znode) in wanted)
        {
            tree.ThrowIfUnreadable(path);
            if (tree.Transient.Contains(path))
            {
                throw new RevisionException(
                    $"Cannot plan '{RelativePath.Full(tree.Root, path)}': an ephemeral znode has this path. "
                    + "Remove it from the file, or use another path.");
            }

            if (tree.Find(path) is not { } existing)
            {
                AddCreation(creations, tree, path, znode);
            }
            else if (znode.IsDataSpecified && !AreEqual(existing.Data, ZnodeBytes.ToMemory(znode.Data), options))
            {
                writes.Add(path, ChangePlanning.Set(path, existing, znode.Data));
            }
        }

        PlannedChange[] deletions = options.Prune ? Deletions(tree, wanted, scope, options) : [];
        PlannedChange[] changes = [.. creations.Values, .. writes.Values, .. deletions];
        return new Plan
        {
            Uid = Guid.NewGuid(),
            Root = tree.Root,
            Scope = scope,
            Kind = kind,
            Zxid = tree.Zxid,
            Revision = present.Revision,
            RevisionUid = present.Head?.Uid,
            Changes = changes,
            Warnings = [.. PlanWarnings.Of(present, wanted.Keys, changes)],
        };
    }

    private static Dictionary<string, DesiredZnode> Wanted(DesiredState desired, string scope) =>
        desired.Znodes.ToDictionary(znode => RelativePath.Combine(scope, znode.Key), znode => znode.Value);

    private static bool AreEqual(ReadOnlyMemory<byte>? x, ReadOnlyMemory<byte>? y, PlanOptions options) =>
        options.Secrets is { } secrets ? secrets.AreEqual(x, y) : ZnodeBytes.AreEqual(x, y);

    // Also creates the missing parents, whether the file names them or not.
    private static void AddCreation(SortedDictionary<string, PlannedChange> creations, TreeState tree, string path, DesiredZnode znode)
    {
        creations[path] = new PlannedChange { Path = path, Kind = ChangeKind.Create, NewData = znode.Data, Acl = znode.Acl };
        for (var parent = RelativePath.ParentOf(path); parent is not null && tree.Find(parent) is null && !tree.Transient.Contains(parent); parent = RelativePath.ParentOf(parent))
        {
            creations.TryAdd(parent, new PlannedChange { Path = parent, Kind = ChangeKind.Create });
        }
    }

    private static PlannedChange[] Deletions(TreeState tree, Dictionary<string, DesiredZnode> wanted, string scope, PlanOptions options)
    {
        var below = RelativePath.Full(tree.Root, scope);
        string[] unreadable = [.. tree.UnreadablePaths.Where(path => ZnodePath.IsAtOrBelow(path, below))];
        if (unreadable.Length > 0)
        {
            throw new UnreadableException(
                unreadable[0],
                $"Cannot prune '{below}': '{unreadable[0]}'{(unreadable.Length > 1 ? $" and {unreadable.Length - 1} others are" : " is")} not readable, so the present state is "
                + "incomplete. Use credentials that can read everything, or plan without pruning.");
        }

        var kept = Kept(tree, wanted);
        PlannedChange[] deletions =
        [
            .. tree.Znodes
                .Where(znode => znode.Key != scope && RelativePath.IsAtOrBelow(znode.Key, scope) && !kept.Contains(znode.Key))
                .OrderByDescending(znode => znode.Key, StringComparer.Ordinal)
                .Select(znode => ChangePlanning.Delete(znode.Key, znode.Value)),
        ];
        if (!options.AllowDeletingAll && deletions.Length > 0 && wanted.Values.All(znode => znode.Data is null))
        {
            throw new RevisionException(
                $"Cannot prune '{below}': the desired state has no values, so the plan would delete all {deletions.Length} znodes. Check the file, or allow it with "
                + $"{nameof(PlanOptions.AllowDeletingAll)}.");
        }

        return deletions;
    }

    // The wanted znodes, the ephemeral znodes, and the parents of both.
    private static HashSet<string> Kept(TreeState tree, Dictionary<string, DesiredZnode> wanted)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in wanted.Keys.Concat(tree.Transient))
        {
            for (var above = path; above is not null && kept.Add(above); above = RelativePath.ParentOf(above))
            {
            }
        }

        return kept;
    }
}
