using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;

namespace ZooKeeper.Coordination.Queues;

/// <summary>Reads a queue for operators, without the data of its items.</summary>
internal sealed class QueueReader(ZooKeeperClient client, string path)
{
    public async Task<QueueState> ReadAsync(int most, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names;
        try
        {
            names = ItemNames.InOrder((await client.GetChildrenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false)).Names);
        }
        catch (NoNodeException)
        {
            return new QueueState(0, []);
        }

        var entries = await Task.WhenAll(names.Take(most).Select(name => DescribeAsync(name, cancellationToken))).ConfigureAwait(false);
        return new QueueState(names.Count, [.. entries.OfType<QueueEntry>()]);
    }

    // Null if it is completed meanwhile.
    private async Task<QueueEntry?> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        var item = ZnodePath.Combine(path, name);
        if (await client.ExistsAsync(item, cancellationToken: cancellationToken).ConfigureAwait(false) is not { } stat)
        {
            return null;
        }

        var claim = stat.NumChildren == 0 ? null : await TryReadAsync(ZnodePath.Combine(item, ItemNames.Claim), cancellationToken).ConfigureAwait(false);
        var note = ContenderNote.Parse(claim?.Data);
        return new QueueEntry(name, stat.DataLength, stat.Ctime, ClaimedItem.DeliveriesOf(stat), claim?.Stat.EphemeralOwner, note.Host, note.ProcessId);
    }

    private async Task<ZnodeData?> TryReadAsync(string claim, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetDataAsync(claim, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }
}
