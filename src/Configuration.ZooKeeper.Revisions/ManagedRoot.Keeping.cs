using Configuration.ZooKeeper.Revisions.Access;
using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Backups;
using Configuration.ZooKeeper.Revisions.Compaction;
using Configuration.ZooKeeper.Revisions.Importing;
using Configuration.ZooKeeper.Revisions.Planning;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <content>Backups, access control lists, the length of the history, and changes in several transactions.</content>
public sealed partial class ManagedRoot
{
    /// <summary>Lists the managed roots whose histories are below a control path.</summary>
    /// <param name="client">A connected client.</param>
    /// <param name="controlPath">The control path, such as <c>/configzk</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The paths of the roots, as the tool that registered them saw them.</returns>
    /// <exception cref="NoAuthException">The list of the histories is not readable. The histories themselves need not be.</exception>
    public static async Task<IReadOnlyList<string>> ListAsync(ZooKeeperClient client, string controlPath = "/configzk", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ZnodePath.Parse(controlPath);
        return await Registration.ListAsync(client, controlPath, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sets the access control list of all histories below a control path, or of one history. Creates the path if it does not exist.
    /// </summary>
    /// <remarks>
    /// The histories contain old values and secrets, so only operators should read them. Znodes that are created later get the same list. A team with a history
    /// of its own needs no permission for the others.
    /// </remarks>
    /// <param name="client">A connected client, whose identity the list should grant all permissions.</param>
    /// <param name="acl">The list.</param>
    /// <param name="controlPath">The control path, such as <c>/configzk</c>, or the path of one history, such as <c>/configzk/history/config:shop</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The number of znodes that have the list now.</returns>
    /// <exception cref="NoAuthException">The client has no permission to change a list. Lists that were changed before stay changed. Call again with other
    /// credentials.</exception>
    public static async Task<int> SetHistoryAccessAsync(
        ZooKeeperClient client, IReadOnlyList<Acl> acl, string controlPath = "/configzk", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(acl);
        ZnodePath.Parse(controlPath);
        return await new HistoryAccess(client, acl).WriteAsync(controlPath, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads all znodes at or below the path that was opened at one zxid, with their access control lists.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="UnreadableException">A znode is not readable, or the server hides password hashes of its list.</exception>
    /// <exception cref="RevisionException">The path does not exist, an import is under way, or the znodes kept changing.</exception>
    public Task<Backup> BackupAsync(CancellationToken cancellationToken = default) =>
        new BackupMaker(_client, ReadAsync, Scope, _options.TimeProvider).MakeAsync(cancellationToken);

    /// <summary>
    /// Plans the changes that restore the state of a backup, of this root or of another one. Access control lists of existing znodes stay as they are.
    /// </summary>
    /// <param name="backup">The backup.</param>
    /// <param name="options">The options, or null to prune: znodes that the backup does not contain are deleted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Plan> PlanRestoreAsync(Backup backup, PlanOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backup);
        var desired = new DesiredState();
        foreach (var znode in backup.Znodes)
        {
            desired.Set(znode.Path, znode.Data, znode.Acl);
        }

        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return Planner.Plan(present, desired, Scope, options ?? new PlanOptions { Prune = true }, RevisionKind.Restore);
    }

    /// <summary>Compares the current znodes with a backup.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<BackupVerification> VerifyAsync(Backup backup, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backup);
        var tree = (await ReadAsync(cancellationToken).ConfigureAwait(false)).Tree.Below(Scope);
        return new BackupVerification { Zxid = tree.Zxid, Changes = StateDifference.Between(backup.ToTree(), tree), UnreadablePaths = tree.UnreadablePaths };
    }

    /// <summary>Reads the access control lists of the znodes that are readable.</summary>
    /// <param name="below">Only znodes at or below this path, relative to the managed root. Null for those at or below the path that was opened.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionException">The znodes kept changing.</exception>
    public async Task<IReadOnlyList<ZnodeAccess>> ReadAccessAsync(string? below = null, CancellationToken cancellationToken = default) =>
        (await new AccessReader(_client).ReadAsync(ReadAsync, below ?? Scope, cancellationToken).ConfigureAwait(false)).Lists;

    /// <summary>Plans a change of the access control lists of znodes.</summary>
    /// <param name="acl">The list.</param>
    /// <param name="below">The path, relative to the managed root. Null for the path that was opened.</param>
    /// <param name="isRecursive">Whether znodes below the path are changed, too.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<AccessPlan> PlanAccessAsync(IReadOnlyList<Acl> acl, string? below = null, bool isRecursive = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acl);
        var scope = below ?? Scope;
        var (revision, lists) = await new AccessReader(_client).ReadAsync(ReadAsync, scope, cancellationToken).ConfigureAwait(false);
        var changes = lists.Where(list => isRecursive || list.Path == scope).Select(list => new AccessChange(list.Path, list.Acl, acl, list.Aversion)).Where(change => change.IsChange);
        return new AccessPlan(Path, revision, [.. changes.OrderByDescending(change => change.IsTighter).ThenBy(change => change.Path, StringComparer.Ordinal)]);
    }

    /// <summary>Writes access control lists one by one, and records them as a revision. If a list cannot be written, the earlier ones stay changed.</summary>
    /// <remarks>The revision also records lists that were written before an error or a cancellation. Another revision that is applied meanwhile does not matter.</remarks>
    /// <param name="plan">The plan.</param>
    /// <param name="message">The reason for the change, for the history.</param>
    /// <param name="author">The author, or null for <see cref="Author.Current"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionConflictException">A revision was applied, or the first list was changed, since the plan was made. Nothing was changed.</exception>
    /// <exception cref="AccessChangeException">Some lists were changed and others were not, or the change is not recorded.</exception>
    public async Task<AppliedRevision> ApplyAccessAsync(AccessPlan plan, string message, Author? author = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(message);
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var empty = new Plan { Uid = Guid.NewGuid(), Root = plan.Root, Zxid = 0, Revision = plan.Revision, RevisionUid = present.Head?.Uid, Changes = [] };
        ThrowIfOfAnotherRoot(empty);
        var access = NewAccess();
        await ReadyAsync(empty, present, access, cancellationToken).ConfigureAwait(false);
        return await new AccessApplier(_client, _paths, access, _options).ApplyAsync(plan, message, author ?? Author.Current, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Shortens the history to the limits in <see cref="ManagedRootOptions"/>. The current state becomes the base of the records.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was removed, or null if the root is not managed.</returns>
    /// <exception cref="RevisionConflictException">There is drift, an import is under way, or a revision was applied at the same time.</exception>
    public async Task<CompactionResult?> CompactAsync(CancellationToken cancellationToken = default)
    {
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        ApplyCheck.ThrowIfImporting(present);
        if (present.HasDrift)
        {
            throw new RevisionConflictException(
                ConflictReason.Drift, $"Cannot compact the history of '{Path}': znodes were changed outside the history. Adopt or revert the drift first.");
        }

        return present.IsManaged ? await new Compactor(_client, _paths, NewAccess(), _options).RunAsync(present, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>
    /// Applies a plan in as many transactions as it needs. Applications reject reloads until the last one, and then see all changes as one reload.
    /// </summary>
    /// <remarks>
    /// If the call fails or is cancelled after the first transaction, the import stays under way: nothing else can be applied until it is resumed or aborted,
    /// also by another process. Applications must use a provider that knows the marker <c>.configzk-import</c>.
    /// </remarks>
    /// <param name="plan">The plan.</param>
    /// <param name="message">The reason for the change, for the history.</param>
    /// <param name="author">The author, or null for <see cref="Author.Current"/>.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionConflictException">The plan does not fit the current state, or another process has taken over the import.</exception>
    public async Task<AppliedRevision> ImportAsync(
        Plan plan, string message, Author? author = null, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(message);
        ThrowIfOfAnotherRoot(plan);
        options ??= new ImportOptions();
        options.Validate(Path);
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (present.Revision > plan.Revision && await FindAsync(plan, cancellationToken).ConfigureAwait(false) is { } applied)
        {
            return applied;
        }

        var access = NewAccess();
        present = await ReadyAsync(plan, present, access, cancellationToken).ConfigureAwait(false);
        await new ImportPreparation(_client, _paths, access, _options)
            .BeginAsync(plan, present, message, author ?? Author.Current, options, cancellationToken).ConfigureAwait(false);
        return await ResumeImportAsync(options.Progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the progress of the import that is under way, or null if there is none.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ImportStatus?> ReadImportAsync(CancellationToken cancellationToken = default)
    {
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (present.Head?.Importing is not { } import)
        {
            return null;
        }

        var path = _paths.ChunksOf(import.Intent.Uid);
        try
        {
            var fence = await _client.GetDataAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            return ImportProgress.Read(fence.Data, path).ToStatus();
        }
        catch (NoNodeException)
        {
            return new ImportStatus(import.Uid, import.By, Done: 0, import.Batches, IsAborting: false);
        }
    }

    /// <summary>Takes over the import that is under way, and finishes it.</summary>
    /// <param name="progress">Receives a report for each transaction, or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionException">No import is under way, or a newer version began it.</exception>
    /// <exception cref="RevisionConflictException">The import is being aborted, another process has taken it over, or znodes were written
    /// meanwhile.</exception>
    public async Task<AppliedRevision> ResumeImportAsync(IProgress<ImportStatus>? progress = null, CancellationToken cancellationToken = default)
    {
        var import = await Import.TakeOverAsync(_client, _paths, NewAccess(), Path, progress, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        return await import.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes over the import that is under way, and undoes it. It leaves no revision. What other clients wrote meanwhile stays, as drift. If the intent of the
    /// import is missing or damaged, what it has changed stays, too.
    /// </summary>
    /// <param name="progress">Receives a report for each transaction, or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionException">No import is under way, or a newer version began it.</exception>
    /// <exception cref="RevisionConflictException">Another process has taken it over.</exception>
    public async Task AbortImportAsync(IProgress<ImportStatus>? progress = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var import = await Import.TakeOverAsync(_client, _paths, NewAccess(), Path, progress, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            await import.AbortAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LostIntentException e)
        {
            var tree = await _mirror.RefreshAsync(cancellationToken).ConfigureAwait(false);
            await new AbandonedImport(_client, _paths).EndAsync(e.Intent, tree, cancellationToken).ConfigureAwait(false);
        }
    }
}
