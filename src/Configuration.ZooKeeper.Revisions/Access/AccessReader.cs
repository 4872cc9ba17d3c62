using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Access;

/// <summary>Reads the access control lists of the znodes of a state.</summary>
internal sealed class AccessReader(ZooKeeperClient client)
{
    private const int ReadsAtOnce = 256;

    /// <summary>Reads the lists, or returns null if a znode is no longer the one of the state.</summary>
    public async Task<IReadOnlyList<ZnodeAccess>?> TryReadAsync(TreeState tree, string scope, CancellationToken cancellationToken)
    {
        var read = new List<ZnodeAccess>();
        foreach (var some in tree.Znodes.Where(znode => RelativePath.IsAtOrBelow(znode.Key, scope)).OrderBy(znode => znode.Key, StringComparer.Ordinal).Chunk(ReadsAtOnce))
        {
            try
            {
                var lists = await Task.WhenAll(some.Select(znode => client.GetAclAsync(RelativePath.Full(tree.Root, znode.Key), cancellationToken))).ConfigureAwait(false);
                foreach (var (znode, list) in some.Zip(lists))
                {
                    if (list.Stat.Czxid != znode.Value.Czxid || list.Stat.Mzxid != znode.Value.Mzxid)
                    {
                        return null;
                    }

                    read.Add(new ZnodeAccess(znode.Key, list.Acl, list.Stat.Aversion));
                }
            }
            catch (NoNodeException)
            {
                return null;
            }
        }

        return read;
    }
}
