using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.History;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Compaction;

/// <summary>Advances the base to the current state. Removes records that are no longer kept, and chunks that nothing refers to.</summary>
internal sealed class Compactor(ZooKeeperClient client, HistoryPaths paths, RootAccess access, ManagedRootOptions options)
{
    private const int MostDeletions = 500;

    /// <summary>How long chunks without a reference are kept: an import writes them before the head refers to them.</summary>
    public TimeSpan WritingTime { get; init; } = TimeSpan.FromHours(1);

    /// <param name="present">The current state, without drift.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<CompactionResult> RunAsync(PresentState present, CancellationToken cancellationToken)
    {
        var head = present.Head!;
        var acl = await access.ForHistoryAsync(cancellationToken).ConfigureAwait(false);
        var chunks = new ChunkStore(client, paths, acl);
        var advanced = head.Base.Revision == head.Revision
            ? head.Base
            : await new BaseStore(chunks).WriteAsync(head.Revision, present.Tree, cancellationToken).ConfigureAwait(false);
        var (count, bytes) = await new Retention(client, paths, options).ExpiredAsync(head, MostDeletions, head.Revision, cancellationToken).ConfigureAwait(false);
        var next = head with { Base = advanced, Oldest = head.Oldest + count, Bytes = head.Bytes - bytes };
        var multi = new Multi().SetData(paths.Head, RecordCodec.Write(next), present.HeadVersion);
        for (var number = head.Oldest; number < next.Oldest; number++)
        {
            multi.Delete(paths.Record(number));
        }

        try
        {
            await client.MultiAsync(multi, cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e is BadVersionException or NoNodeException)
        {
            throw new RevisionConflictException(
                ConflictReason.StalePlan, $"Cannot compact the history of '{present.Tree.Root}': a revision was applied at the same time. Compact again.", [], e);
        }

        await SweepAsync(next, chunks, cancellationToken).ConfigureAwait(false);
        return new CompactionResult(count, next.Oldest);
    }

    private async Task SweepAsync(Head head, ChunkStore chunks, CancellationToken cancellationToken)
    {
        var stored = await client.GetChildrenAsync(paths.Chunks, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (stored.Names.Count <= 1)
        {
            return;
        }

        var now = (await client.GetDataAsync(paths.Head, cancellationToken: cancellationToken).ConfigureAwait(false)).Stat.Mtime;
        var kept = new HashSet<Guid> { head.Base.Uid };
        for (var number = head.Oldest; number <= head.Revision; number++)
        {
            var record = await client.GetDataAsync(paths.Record(number), cancellationToken: cancellationToken).ConfigureAwait(false);
            kept.Add(RecordCodec.ReadRecord(record.Data, paths.Record(number)).Chunks?.Uid ?? head.Base.Uid);
        }

        foreach (var uid in stored.Names.Select(name => Guid.TryParse(name, out var uid) ? uid : Guid.Empty).Where(uid => !kept.Contains(uid) && uid != Guid.Empty))
        {
            if (await client.ExistsAsync(paths.ChunksOf(uid), cancellationToken: cancellationToken).ConfigureAwait(false) is { } stat && stat.Ctime < now - WritingTime)
            {
                await chunks.DeleteAsync(uid, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
