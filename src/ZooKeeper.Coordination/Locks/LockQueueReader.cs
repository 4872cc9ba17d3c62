using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;

namespace ZooKeeper.Coordination.Locks;

/// <summary>Reads the queue of a lock for people.</summary>
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

        List<LockContender> contenders = [];
        foreach (var name in await new ContenderQueue(client, path, suffixes).OrderAsync(children, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                var own = ZnodePath.Combine(path, name.Name);
                var znode = await client.GetDataAsync(own, cancellationToken: cancellationToken).ConfigureAwait(false);
                var note = ContenderNote.Parse(znode.Data);
                contenders.Add(new LockContender(
                    contenders.Count, own, KindOf(name.Suffix), znode.Stat.EphemeralOwner, znode.Stat.Czxid, znode.Stat.Ctime, note.Host, note.ProcessId, note.Purpose));
            }
            catch (NoNodeException)
            {
                // It has left meanwhile.
            }
        }

        return contenders;
    }

    private static string KindOf(string suffix) => suffix switch
    {
        "__READ__" => "read",
        "__WRIT__" => "write",
        _ => "lock",
    };
}
