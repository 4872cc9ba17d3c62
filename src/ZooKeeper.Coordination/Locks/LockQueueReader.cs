using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;

namespace ZooKeeper.Coordination.Locks;

/// <summary>Reads the queue of a lock, for operators.</summary>
internal sealed class LockQueueReader(ZooKeeperClient client, string path, IReadOnlyList<string> suffixes)
{
    public async Task<IReadOnlyList<LockContender>> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> children;
        try
        {
            children = (await client.GetChildrenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false)).Names;
        }
        catch (NoNodeException)
        {
            return [];
        }

        var queue = await new ContenderQueue(client, path, suffixes).OrderAsync(children, cancellationToken).ConfigureAwait(false);
        var znodes = await Task.WhenAll(queue.Select(contender => TryReadAsync(ZnodePath.Combine(path, contender.Name), cancellationToken))).ConfigureAwait(false);
        return [.. queue.Zip(znodes).Where(pair => pair.Second is not null).Select((pair, position) => Describe(position, pair.First, pair.Second!.Value))];
    }

    // Null if it has left meanwhile.
    private async Task<ZnodeData?> TryReadAsync(string own, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetDataAsync(own, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    private LockContender Describe(int position, ContenderName name, ZnodeData znode)
    {
        var note = ContenderNote.Parse(znode.Data);
        return new LockContender(
            position, ZnodePath.Combine(path, name.Name), KindOf(name.Suffix), znode.Stat.EphemeralOwner, note.Fence ?? znode.Stat.Czxid, znode.Stat.Ctime,
            note.Host, note.ProcessId, note.Purpose);
    }

    private static string KindOf(string suffix) =>
        suffix == ContenderKind.Reader.Suffix ? "read" : suffix == ContenderKind.Writer.Suffix ? "write" : suffix is "queue-" or "lease-" ? "permit" : "lock";
}
