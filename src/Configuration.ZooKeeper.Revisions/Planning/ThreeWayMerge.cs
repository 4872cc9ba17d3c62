using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions.Planning;

/// <summary>
/// Plans the changes from one recorded state to another, on the current tree. A later change that the plan would overwrite is a conflict.
/// </summary>
internal sealed class ThreeWayMerge(PresentState present, string scope)
{
    private readonly SortedDictionary<string, PlannedChange> _creations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, PlannedChange> _writes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, PlannedChange> _deletions = new(StringComparer.Ordinal);
    private readonly List<string> _conflicts = [];

    private TreeState Tree => present.Tree;

    /// <param name="changes">The changes between the two recorded states. The old data is the expected current data.</param>
    /// <param name="kind">The kind of the revision.</param>
    /// <param name="of">The revision to go back to or to undo.</param>
    /// <param name="options">The options. <see cref="PlanOptions.Prune"/> has no effect.</param>
    public Plan Plan(IEnumerable<RevisionChange> changes, RevisionKind kind, int? of, PlanOptions options)
    {
        foreach (var change in changes.Where(change => RelativePath.IsAtOrBelow(change.Path, scope)))
        {
            Merge(change);
        }

        AddMissingParents();
        AddConflictsOfDeletions();
        ThrowIfNothingIsLeft(kind, of, options);
        return new Plan
        {
            Uid = Guid.NewGuid(),
            Root = Tree.Root,
            Scope = scope,
            Kind = kind,
            Of = of,
            Zxid = Tree.Zxid,
            Revision = present.Revision,
            RevisionUid = present.Head?.Uid,
            Changes = [.. _creations.Values, .. _writes.Values, .. _deletions.Values.Reverse()],
            Conflicts = [.. _conflicts.Distinct().Order(StringComparer.Ordinal).Select(path => RelativePath.Full(Tree.Root, path))],
            Warnings = kind == RevisionKind.DriftRevert ? [] : [.. PlanWarnings.Of(present, [], [])],
        };
    }

    private void Merge(RevisionChange change)
    {
        Tree.ThrowIfUnreadable(change.Path);
        var existing = Tree.Find(change.Path);
        var isAsExpected = change.Kind == ChangeKind.Create
            ? existing is null && !Tree.Transient.Contains(change.Path)
            : existing is not null && ZnodeBytes.AreEqual(existing.Data, ZnodeBytes.ToMemory(change.OldData));
        var isDone = change.Kind == ChangeKind.Delete
            ? existing is null
            : existing is not null && ZnodeBytes.AreEqual(existing.Data, ZnodeBytes.ToMemory(change.NewData));
        switch (isAsExpected, change.Kind)
        {
            case (true, ChangeKind.Create):
                _creations[change.Path] = new PlannedChange { Path = change.Path, Kind = ChangeKind.Create, NewData = change.NewData };
                break;
            case (true, ChangeKind.Set):
                _writes[change.Path] = ChangePlanning.Set(change.Path, existing!, change.NewData);
                break;
            case (true, _):
                _deletions[change.Path] = ChangePlanning.Delete(change.Path, existing!);
                break;
            case (false, _) when !isDone:
                _conflicts.Add(change.Path);
                break;
        }
    }

    private void AddMissingParents()
    {
        foreach (var path in _creations.Keys.ToArray())
        {
            for (var parent = RelativePath.ParentOf(path); parent is not null && Tree.Find(parent) is null && !Tree.Transient.Contains(parent); parent = RelativePath.ParentOf(parent))
            {
                _creations.TryAdd(parent, new PlannedChange { Path = parent, Kind = ChangeKind.Create });
            }

            // The plan would delete the parent of a znode that it creates.
            if (RelativePath.ParentOf(path) is { } above && _deletions.ContainsKey(above))
            {
                _conflicts.Add(path);
            }
        }
    }

    // A parent cannot be deleted while it has a child that the records do not know.
    private void AddConflictsOfDeletions()
    {
        if (_deletions.Count == 0)
        {
            return;
        }

        foreach (var path in Tree.Znodes.Keys.Concat(Tree.Transient).Where(path => !_deletions.ContainsKey(path)))
        {
            if (RelativePath.ParentOf(path) is { } parent && _deletions.ContainsKey(parent))
            {
                _conflicts.Add(path);
            }
        }
    }

    private void ThrowIfNothingIsLeft(RevisionKind kind, int? of, PlanOptions options)
    {
        if (options.AllowDeletingAll || _deletions.Count == 0 || _creations.Values.Concat(_writes.Values).Any(change => change.NewData is not null)
            || Tree.Znodes.Any(znode => znode.Value.Data is not null && !_deletions.ContainsKey(znode.Key) && RelativePath.IsAtOrBelow(znode.Key, scope)))
        {
            return;
        }

        var what = kind == RevisionKind.Rollback ? $"The state as of revision {of} has no values" : $"Without revision {of}, there are no values";
        throw new RevisionException(
            $"{what}, so the plan would delete all {_deletions.Count} znodes of '{RelativePath.Full(Tree.Root, scope)}'. Use another revision, or allow it with "
            + $"{nameof(PlanOptions.AllowDeletingAll)}.");
    }
}
