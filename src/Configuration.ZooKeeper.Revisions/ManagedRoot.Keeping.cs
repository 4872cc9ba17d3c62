using Configuration.ZooKeeper.Revisions.Access;
using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Compaction;
using Configuration.ZooKeeper.Revisions.Planning;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <content>Backups, access control lists, and the length of the history.</content>
public sealed partial class ManagedRoot
{
    private const int MostAttempts = 10;

    /// <summary>Reads all znodes at one zxid, with their access control lists.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionException">A znode is not readable, the server hides password hashes of lists, or the znodes change all the time.</exception>
    public async Task<Backup> BackupAsync(CancellationToken cancellationToken = default)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (present.Tree.UnreadablePaths is [var unreadable, ..])
            {
                throw new RevisionException($"Cannot back up '{Path}': '{unreadable}' is not readable, so the backup would be incomplete. Use credentials that can read everything.");
            }

            ApplyCheck.ThrowIfImporting(present);
            if (await new AccessReader(_client).TryReadAsync(present.Tree, "", cancellationToken).ConfigureAwait(false) is { } lists)
            {
                ThrowIfMasked(lists);
                return new Backup
                {
                    Root = Path,
                    Zxid = present.Tree.Zxid,
                    AccessZxid = (await ReadAsync(cancellationToken).ConfigureAwait(false)).Tree.Zxid,
                    Revision = present.Revision,
                    Time = _options.TimeProvider.GetUtcNow(),
                    Znodes = [.. lists.Select(list => new BackupZnode { Path = list.Path, Data = ZnodeBytes.ToArray(present.Tree.Find(list.Path)!.Data), Acl = list.Acl })],
                };
            }
        }

        throw new RevisionException($"Cannot back up '{Path}': its znodes changed during each of {MostAttempts} attempts. Try again when there are fewer changes.");
    }

    /// <summary>Plans the way to the state of a backup, of this root or of another one. Access control lists of existing znodes stay as they are.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="options">The options, or null for pruning: what the backup does not contain is deleted.</param>
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

    /// <summary>Compares the present znodes with a backup.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The changes from the backup to the present.</returns>
    public async Task<IReadOnlyList<RevisionChange>> VerifyAsync(Backup backup, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backup);
        return StateDifference.Between(backup.ToTree(), (await ReadAsync(cancellationToken).ConfigureAwait(false)).Tree.Below(Scope));
    }

    /// <summary>Reads the access control lists of the znodes that are readable.</summary>
    /// <param name="below">Only znodes at or below this path, relative to the managed root. Null for those at or below the path that was opened.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionException">The znodes change all the time.</exception>
    public async Task<IReadOnlyList<ZnodeAccess>> ReadAccessAsync(string? below = null, CancellationToken cancellationToken = default) =>
        (await ReadAccessOfAsync(below ?? Scope, cancellationToken).ConfigureAwait(false)).Lists;

    /// <summary>Plans to give znodes an access control list.</summary>
    /// <param name="acl">The list.</param>
    /// <param name="below">The path, relative to the managed root. Null for the path that was opened.</param>
    /// <param name="isRecursive">Whether znodes below the path are changed, too.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<AccessPlan> PlanAccessAsync(IReadOnlyList<Acl> acl, string? below = null, bool isRecursive = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acl);
        var scope = below ?? Scope;
        var (revision, lists) = await ReadAccessOfAsync(scope, cancellationToken).ConfigureAwait(false);
        var changes = lists.Where(list => isRecursive || list.Path == scope).Select(list => new AccessChange(list.Path, list.Acl, acl, list.Aversion)).Where(change => change.IsChange);
        return new AccessPlan(Path, revision, [.. changes.OrderByDescending(change => change.IsTighter).ThenBy(change => change.Path, StringComparer.Ordinal)]);
    }

    /// <summary>Writes access control lists one by one, and records them as a revision. If a list cannot be written, those before it stay.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="message">Why.</param>
    /// <param name="author">Who, or null for <see cref="Author.Current"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionConflictException">A revision was applied, or a list was changed, since the plan was made.</exception>
    public async Task<AppliedRevision> ApplyAccessAsync(AccessPlan plan, string message, Author? author = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(message);
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var empty = new Plan { Uid = Guid.NewGuid(), Root = plan.Root, Zxid = 0, Revision = plan.Revision, RevisionUid = present.Head?.Uid, Changes = [] };
        ThrowIfOfAnotherRoot(empty);
        var access = NewAccess();
        present = await ReadyAsync(empty, present, access, cancellationToken).ConfigureAwait(false);
        return await new AccessApplier(_client, _paths, access, _options).ApplyAsync(plan, present, message, author ?? Author.Current, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Shortens the history to what <see cref="ManagedRootOptions"/> say. The present state becomes the base of the records.</summary>
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
                ConflictReason.Drift, $"Cannot compact the history of '{Path}': znodes were written past the records. Adopt or revert the drift first.");
        }

        return present.IsManaged ? await new Compactor(_client, _paths, NewAccess(), _options).RunAsync(present, cancellationToken).ConfigureAwait(false) : null;
    }

    private async Task<(int Revision, IReadOnlyList<ZnodeAccess> Lists)> ReadAccessOfAsync(string scope, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (await new AccessReader(_client).TryReadAsync(present.Tree, scope, cancellationToken).ConfigureAwait(false) is { } lists)
            {
                return (present.Revision, lists);
            }
        }

        throw new RevisionException($"Cannot read the access control lists of '{Path}': its znodes changed during each of {MostAttempts} attempts.");
    }

    private void ThrowIfMasked(IReadOnlyList<ZnodeAccess> lists)
    {
        if (lists.FirstOrDefault(list => list.IsMasked) is { } masked)
        {
            throw new RevisionException(
                $"Cannot back up '{RelativePath.Full(Path, masked.Path)}': the server hides the password hashes of its ACL. Connect with an identity that has the Admin permission.");
        }
    }
}
