using Configuration.ZooKeeper.Mapping;
using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>Writes the intent of an import, and begins the import.</summary>
internal sealed class ImportPreparation(ZooKeeperClient client, HistoryPaths paths, RootAccess access, ManagedRootOptions options)
{
    private const int ReadsAtOnce = 256;

    // Reserved in each batch for the fence and the markers, with the progress.
    private const int ReservedBytes = 32 * 1024;

    public async Task BeginAsync(Plan plan, PresentState present, string message, Author author, ImportOptions import, CancellationToken cancellationToken)
    {
        string[] markers = [.. import.MappedPaths.Prepend(plan.Root).Distinct(StringComparer.Ordinal).Select(path => ZnodePath.Combine(path, ImportMarker.Name))];
        var changes = await ChangesAsync(plan, cancellationToken).ConfigureAwait(false);
        var intent = new ImportIntent
        {
            Uid = plan.Uid,
            Kind = plan.Kind == RevisionKind.Apply ? RevisionKind.Import : plan.Kind,
            Of = plan.Of,
            Message = message,
            User = author.User,
            Host = author.Host,
            Identities = await access.IdentitiesAsync(cancellationToken).ConfigureAwait(false),
            Time = options.TimeProvider.GetUtcNow(),
            Markers = markers,
            Starts = [.. Starts(plan.Root, changes, import.MaxChanges)],
            Changes = changes,
        };
        await new ImportRehearsal(client, paths, plan.Root).RunAsync(changes, ReservedBytes, cancellationToken).ConfigureAwait(false);
        var acl = await access.ForHistoryAsync(cancellationToken).ConfigureAwait(false);
        var chunks = new ChunkStore(client, paths, acl);
        var name = Guid.NewGuid();
        var count = await chunks.WriteAsync(name, RecordCodec.Compress(intent, ImportJson.Context.ImportIntent), cancellationToken).ConfigureAwait(false);
        var by = author.User ?? author.Host ?? "somebody";
        var head = present.Head! with { Importing = new ImportReference(plan.Uid, new ChunkReference(name, count), intent.Starts.Count, by) };
        await access.EnsureParentAsync(plan, cancellationToken).ConfigureAwait(false);
        await SendAsync(plan, intent, head, present.HeadVersion, cancellationToken).ConfigureAwait(false);
    }

    // The condition on the head makes every repetition harmless.
    private async Task SendAsync(Plan plan, ImportIntent intent, Head head, int version, CancellationToken cancellationToken)
    {
        var progress = new ImportProgress { Uid = plan.Uid, By = head.Importing!.By, Done = 0, Batches = head.Importing.Batches };
        var multi = new Multi()
            .SetData(paths.Head, RecordCodec.Write(head), version)
            .SetData(paths.ChunksOf(head.Importing.Intent.Uid), progress.Write());
        if (intent.Changes is [{ Path: "", Kind: ChangeKind.Create } root, ..])
        {
            multi.Create(plan.Root, root.New, acl: root.Acl);
        }

        foreach (var marker in intent.Markers)
        {
            multi.Create(marker, progress.WriteMarker(), acl: await access.ForPathAsync(marker, cancellationToken).ConfigureAwait(false));
        }

        for (var isAgain = false; ; isAgain = true)
        {
            try
            {
                await client.MultiAsync(multi, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (BadVersionException e) when (e.Path == paths.Head)
            {
                var current = await client.GetDataAsync(paths.Head, cancellationToken: cancellationToken).ConfigureAwait(false);
                if (isAgain && RecordCodec.ReadHead(current.Data, paths.Head).Importing?.Intent.Uid == head.Importing.Intent.Uid)
                {
                    return;
                }

                throw new RevisionConflictException(
                    ConflictReason.StalePlan, $"Cannot begin the import: another revision of '{plan.Root}' was applied at the same time. Plan again.", [], e);
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await client.RecoverAsync(e, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<IntendedChange[]> ChangesAsync(Plan plan, CancellationToken cancellationToken)
    {
        var intended = new List<IntendedChange>(plan.Changes.Count);
        foreach (var some in plan.Changes.Chunk(ReadsAtOnce))
        {
            intended.AddRange(await Task.WhenAll(some.Select(change => IntendedAsync(plan.Root, change, cancellationToken))).ConfigureAwait(false));
        }

        return [.. intended];
    }

    private async Task<IntendedChange> IntendedAsync(string root, PlannedChange change, CancellationToken cancellationToken) => new()
    {
        Path = change.Path,
        Kind = change.Kind,
        Old = change.OldData,
        New = change.NewData,
        Czxid = change.Czxid,
        Version = change.Version,
        Acl = change.Kind switch
        {
            ChangeKind.Create => await access.ForAsync(change, cancellationToken).ConfigureAwait(false),
            ChangeKind.Delete => await AclAsync(RelativePath.Full(root, change.Path), cancellationToken).ConfigureAwait(false),
            _ => null,
        },
    };

    // An abort creates the znode again, with this list.
    private async Task<IReadOnlyList<Acl>> AclAsync(string path, CancellationToken cancellationToken)
    {
        var (acl, _) = await client.GetAclAsync(path, cancellationToken).ConfigureAwait(false);
        return HiddenHashes.Contains(acl)
            ? throw new UnreadableException(
                path,
                $"Cannot import the deletion of '{path}': the server hides the password hashes of its ACL, so nothing could restore the ACL if the import is undone. "
                + "Connect with an identity that has the Admin permission.")
            : acl;
    }

    private static IEnumerable<int> Starts(string root, IntendedChange[] changes, int most)
    {
        var budget = new MultiBudget();
        foreach (var (index, change) in changes.Index())
        {
            var path = RelativePath.Full(root, change.Path);
            var cost = MultiBudget.CostOf(path, change.LargerData);
            if (index == 0 || budget.Operations == most || budget.Bytes + cost > MultiBudget.MaxBytes - ReservedBytes)
            {
                yield return index;
                budget = new MultiBudget();
            }

            budget.Add(cost);
        }
    }
}
