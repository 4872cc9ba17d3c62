using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Drift;
using Configuration.ZooKeeper.Revisions.History;
using Configuration.ZooKeeper.Revisions.Planning;
using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions;

/// <content>Earlier states, drift, blame and the export to git.</content>
public sealed partial class ManagedRoot
{
    /// <summary>Compares the current znodes with the records.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<TreeDrift> DriftAsync(CancellationToken cancellationToken = default) =>
        await DriftOfAsync(await ReadAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Records the drift as a revision. The znodes do not change.</summary>
    /// <param name="message">The reason for the change, for the history.</param>
    /// <param name="author">The author, or null for <see cref="Author.Current"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The revision, or null if there is no drift.</returns>
    /// <exception cref="RevisionConflictException">Another revision was applied at the same time, or an import is under way.</exception>
    public async Task<AppliedRevision?> AdoptAsync(string message, Author? author = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        ApplyCheck.ThrowIfImporting(present);
        var drift = await DriftOfAsync(present, cancellationToken).ConfigureAwait(false);
        return drift.IsClean
            ? null
            : await new Adoption(_client, _paths, NewAccess(), _options).AdoptAsync(drift, present, message, author ?? Author.Current, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Plans the changes that undo the drift.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Plan> PlanDriftRevertAsync(CancellationToken cancellationToken = default)
    {
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var drift = await DriftOfAsync(present, cancellationToken).ConfigureAwait(false);
        return new ThreeWayMerge(present, scope: "").Plan(
            drift.Changes.Select(Inverse), RevisionKind.DriftRevert, present.Revision, new PlanOptions { AllowDeletingAll = true });
    }

    /// <summary>Computes the state as of a revision from the records. Revision 0 is the state when the root became managed.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionException">There is no such revision, or it is no longer kept.</exception>
    public async Task<TreeState> StateAtAsync(int revision, CancellationToken cancellationToken = default)
    {
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return ToTree(await RecordedAsync(revision, present, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Plans a rollback to the state as of a revision. The rollback becomes a new revision.</summary>
    /// <param name="to">The revision to go back to, or null for the one before the latest.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The plan. Its conflicts are znodes with drift.</returns>
    /// <exception cref="RevisionException">There is no such revision, it is no longer kept, its state has no values, a znode to change is not readable, or no
    /// revision is named and the latest one changed access control lists.</exception>
    public async Task<Plan> PlanRollbackAsync(int? to = null, PlanOptions? options = null, CancellationToken cancellationToken = default)
    {
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var before = await RecordedAsync(present.Revision, present, cancellationToken).ConfigureAwait(false);
        var target = to ?? (present.Revision > 0
            ? present.Revision - 1
            : throw new RevisionException($"Cannot roll back '{Path}': it is at revision 0, and there is no earlier one."));
        if (to is null && await ShowAsync(present.Revision, cancellationToken).ConfigureAwait(false) is { Kind: RevisionKind.Access })
        {
            throw new RevisionException(
                $"Cannot roll back '{Path}': revision {present.Revision} changed access control lists, which a transaction cannot contain. "
                + "Set the old lists again, or name the revision to go back to.");
        }

        var after = await RecordedAsync(target, present, cancellationToken).ConfigureAwait(false);
        return new ThreeWayMerge(present, Scope).Plan(StateDifference.Between(before, after), RevisionKind.Rollback, target, options ?? new PlanOptions());
    }

    /// <summary>Plans to undo the changes of one revision, and to keep those of later ones. The revert becomes a new revision.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The plan. Its conflicts are znodes that were changed after the revision.</returns>
    /// <exception cref="RevisionException">There is no such revision, it is no longer kept, it changed access control lists, no values would be left, or a znode
    /// to change is not readable.</exception>
    public async Task<Plan> PlanRevertAsync(int revision, PlanOptions? options = null, CancellationToken cancellationToken = default)
    {
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var undone = await ShowAsync(revision, cancellationToken).ConfigureAwait(false)
            ?? throw new RevisionException($"Cannot revert revision {revision} of '{Path}': it does not exist, or is no longer kept. The latest revision is {present.Revision}.");
        if (undone.Kind == RevisionKind.Access)
        {
            throw new RevisionException(
                $"Cannot revert revision {revision} of '{Path}': it changed access control lists, which a transaction cannot contain. Set the old lists again.");
        }

        return new ThreeWayMerge(present, Scope).Plan(undone.Changes.Select(Inverse), RevisionKind.Revert, revision, options ?? new PlanOptions());
    }

    /// <summary>Returns the changes between two revisions.</summary>
    /// <param name="from">The revision before.</param>
    /// <param name="to">The revision after.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionException">There is no such revision, or it is no longer kept.</exception>
    public async Task<IReadOnlyList<RevisionChange>> DiffAsync(int from, int to, CancellationToken cancellationToken = default)
    {
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var before = await RecordedAsync(from, present, cancellationToken).ConfigureAwait(false);
        return StateDifference.Between(before, await RecordedAsync(to, present, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Finds the revision that the value of each key comes from.</summary>
    /// <param name="below">Only znodes at or below this path, relative to the managed root. Null for those at or below the path that was opened.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<BlameLine>> BlameAsync(string? below = null, KeyOptions? options = null, CancellationToken cancellationToken = default)
    {
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var drift = await DriftOfAsync(present, cancellationToken).ConfigureAwait(false);
        return await new BlameReader(_client, _paths, options ?? new KeyOptions())
            .ReadAsync(present.Tree, below ?? Scope, drift.Changes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the history as a stream for <c>git fast-import --done</c>: a commit for each revision, with a file for each znode. It contains values.
    /// </summary>
    /// <remarks>
    /// The files are those of <see cref="StateFormat.Folder"/>. Each message ends with the trailers Root, Revision, Kind, Zxid, Uid and Identity.
    /// </remarks>
    /// <param name="output">The stream. It stays open.</param>
    /// <param name="branch">The branch, such as <c>main</c>.</param>
    /// <param name="after">The last revision that the branch contains, or null for a new branch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The number of revisions that were written.</returns>
    /// <exception cref="RevisionException">The root is not managed, or a revision after <paramref name="after"/> is no longer kept.</exception>
    public async Task<int> ExportGitAsync(Stream output, string branch, int? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentException.ThrowIfNullOrEmpty(branch);
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var head = present.Head ?? throw new RevisionException($"'{Path}' has no history. The first apply begins it.");
        return await new GitExport(_client, _paths, Path).WriteAsync(new GitStream(output, branch), head, after, cancellationToken).ConfigureAwait(false);
    }

    private static RevisionChange Inverse(RevisionChange change) => new(
        change.Path,
        change.Kind switch { ChangeKind.Create => ChangeKind.Delete, ChangeKind.Delete => ChangeKind.Create, var kind => kind },
        change.NewData,
        change.OldData);

    private Task<TreeDrift> DriftOfAsync(PresentState present, CancellationToken cancellationToken) =>
        new DriftCheck(new RecordedStates(_client, _paths)).RunAsync(present, cancellationToken);

    private async Task ThrowIfDriftedAsync(Plan plan, PresentState present, CancellationToken cancellationToken)
    {
        if (plan.Kind == RevisionKind.DriftRevert || !present.HasDrift)
        {
            return;
        }

        var drift = await DriftOfAsync(present, cancellationToken).ConfigureAwait(false);
        string[] paths = [.. drift.Changes.Select(change => RelativePath.Full(Path, change.Path))];
        if (paths.Length > 0)
        {
            throw new RevisionConflictException(
                ConflictReason.Drift,
                $"Cannot apply the plan: {ApplyCheck.Describe(paths)} {(paths.Length == 1 ? "was" : "were")} changed outside the history. Adopt or revert the drift first.",
                paths);
        }
    }

    private async Task<Dictionary<string, ReadOnlyMemory<byte>?>> RecordedAsync(int revision, PresentState present, CancellationToken cancellationToken)
    {
        if (present.Head is not { } head || revision < 0 || revision > head.Revision)
        {
            throw new RevisionException(
                $"There is no revision {revision} of '{Path}'. {(present.IsManaged ? $"The latest revision is {present.Revision}." : "It is not managed yet; the first apply changes that.")}");
        }

        return await new RecordedStates(_client, _paths).AtAsync(revision, head, cancellationToken).ConfigureAwait(false);
    }

    private TreeState ToTree(Dictionary<string, ReadOnlyMemory<byte>?> recorded) =>
        new(Path, zxid: 0, recorded.ToDictionary(znode => znode.Key, znode => new ZnodeState(znode.Value)), [], []);
}
