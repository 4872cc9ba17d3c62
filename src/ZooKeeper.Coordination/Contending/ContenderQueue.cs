using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Contending;

/// <summary>The contenders below one path, first come, first served.</summary>
internal sealed class ContenderQueue(ZooKeeperOperations operations, string path, IReadOnlyList<string> suffixes)
{
    // The number of creations below a parent overflows after 2³¹ (ZOOKEEPER-2944). No queue is half as long.
    private const long WidestGap = 1L << 30;

    private const int MostReads = 500;

    /// <summary>Sorts the contenders among the names of children. Costs no request, unless the numbers have overflowed.</summary>
    public async ValueTask<IReadOnlyList<ContenderName>> OrderAsync(IEnumerable<string> children, CancellationToken cancellationToken)
    {
        var contenders = children.Select(name => ContenderName.Parse(name, suffixes)).OfType<ContenderName>().ToList();
        contenders.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        return IsInOrder(contenders) ? contenders : await OrderByCreationAsync(contenders, cancellationToken).ConfigureAwait(false);
    }

    // Numbers can also be equal: after the overflow, and after a Curator writer was downgraded to a reader.
    private static bool IsInOrder(List<ContenderName> contenders)
    {
        for (var i = 1; i < contenders.Count; i++)
        {
            if (contenders[i].Sequence == contenders[i - 1].Sequence || (long)contenders[i].Sequence - contenders[i - 1].Sequence > WidestGap)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<IReadOnlyList<ContenderName>> OrderByCreationAsync(List<ContenderName> contenders, CancellationToken cancellationToken)
    {
        List<(ContenderName Contender, long Czxid)> created = [];
        foreach (var chunk in contenders.Chunk(MostReads))
        {
            var reads = chunk.Aggregate(new MultiRead(), (all, contender) => all.GetData(ZnodePath.Combine(path, contender.Name)));
            var results = (await operations.MultiReadAsync(reads, cancellationToken).ConfigureAwait(false)).Results;
            foreach (var (contender, result) in chunk.Zip(results).Where(static pair => pair.Second.Error != ErrorCode.NoNode))
            {
                created.Add((contender, FenceOf(contender, result.Data ?? throw Unreadable(result))));
            }
        }

        return [.. created.OrderBy(contender => contender.Czxid).Select(contender => contender.Contender)];
    }

    // Without the contender, one behind it would become the owner beside it.
    private static ZooKeeperException Unreadable(MultiReadResult contender)
    {
        var message = $"Cannot read '{contender.Path}' ({contender.Error}), so its place in the queue is unknown: numbers of contenders are equal, or have overflowed. "
            + "Permit all contenders to read each other's znodes.";
        return contender.Error == ErrorCode.NoAuth
            ? new NoAuthException(message, contender.Path)
            : new ZooKeeperException(contender.Error, message, contender.Path);
    }

    // A writer that was downgraded keeps its place, ahead of the writers that wait, though its znode is newer than theirs.
    private static long FenceOf(ContenderName contender, ZnodeData znode) =>
        contender.Suffix == ContenderKind.Reader.Suffix && ContenderNote.Parse(znode.Data).Fence is { } fence ? fence : znode.Stat.Czxid;
}
