using Configuration.ZooKeeper.Revisions.History;
using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Applying;

/// <summary>Applies a plan in one transaction, which also moves the head and creates the record.</summary>
internal sealed class Applier(ZooKeeperClient client, HistoryPaths paths, RootAccess access, ManagedRootOptions options)
{
    // Enough to shorten a history that grows by one, without making an apply much larger.
    private const int MostExpired = 2;

    /// <summary>Applies a plan that has been checked against the current state.</summary>
    public async Task<AppliedRevision> ApplyAsync(Plan plan, PresentState present, string message, Author author, CancellationToken cancellationToken)
    {
        var head = present.Head!;
        var revision = head.Revision + 1;
        var (identities, acl) = (access.IdentitiesAsync(cancellationToken), access.ForHistoryAsync(cancellationToken)); // in one round trip
        await Task.WhenAll(identities, acl).ConfigureAwait(false);
        var record = RecordCodec.Write(RecordBuilder.Record(plan, head, message, author, await identities.ConfigureAwait(false), options.TimeProvider.GetUtcNow()));
        var budget = new MultiBudget();
        budget.Add(paths.Record(revision), record);
        var changes = await ChangesAsync(plan, budget, cancellationToken).ConfigureAwait(false);
        var hash = RecordBuilder.HashAfter(head.Hash, plan);
        var next = head with { Revision = revision, Uid = plan.Uid, Names = hash.NamesText(), Data = hash.DataText(), Bytes = head.Bytes + record.Length };
        var (expired, expiredBytes) = await new Retention(client, paths, options)
            .ExpiredAsync(next, MostExpired, head.Base.Revision, cancellationToken).ConfigureAwait(false);
        next = next with { Oldest = next.Oldest + expired, Bytes = next.Bytes - expiredBytes };
        var nextData = RecordCodec.Write(next);
        budget.Add(paths.Head, nextData);
        if (budget.IsExceeded)
        {
            throw new ChangeTooLargeException(
                $"Cannot apply {plan.Changes.Count} changes in one transaction: they and their record need {budget.Bytes / 1024:N0} KB and {budget.Operations} operations; the limits are "
                + $"{MultiBudget.MaxBytes / 1024} KB and {MultiBudget.MaxOperations}. Import them in several transactions, or apply a smaller part.");
        }

        await access.EnsureParentAsync(plan, cancellationToken).ConfigureAwait(false);
        var multi = new Multi()
            .SetData(paths.Head, nextData, present.HeadVersion)
            .Add(changes)
            .Create(paths.Record(revision), record, acl: await acl.ConfigureAwait(false));
        for (var number = head.Oldest; number < next.Oldest; number++)
        {
            multi.Delete(paths.Record(number));
        }

        return await new Transaction(client, paths, options).SendAsync(plan, multi, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Multi> ChangesAsync(Plan plan, MultiBudget budget, CancellationToken cancellationToken)
    {
        var multi = new Multi();
        foreach (var change in plan.Changes)
        {
            var path = RelativePath.Full(plan.Root, change.Path);
            budget.Add(path, change.NewData);
            switch (change.Kind)
            {
                case ChangeKind.Create:
                    multi.Create(path, change.NewData, acl: await access.ForAsync(change, cancellationToken).ConfigureAwait(false));
                    break;
                case ChangeKind.Set:
                    multi.SetData(path, change.NewData, change.Version);
                    break;
                default:
                    multi.Delete(path, change.Version);
                    break;
            }
        }

        return multi;
    }
}
