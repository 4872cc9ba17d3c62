using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Access;

/// <summary>Reads the access control lists of the znodes of a state.</summary>
internal sealed class AccessReader(ZooKeeperClient client)
{
    private const int ReadsAtOnce = 256;
    private const int MostAttempts = 10;

    /// <summary>Reads the lists of the current znodes, and the revision.</summary>
    /// <exception cref="RevisionException">The znodes kept changing.</exception>
    public async Task<(int Revision, IReadOnlyList<ZnodeAccess> Lists)> ReadAsync(
        Func<CancellationToken, Task<PresentState>> read, string scope, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var present = await read(cancellationToken).ConfigureAwait(false);
            if (await TryReadAsync(present.Tree, scope, cancellationToken).ConfigureAwait(false) is { } lists)
            {
                return (present.Revision, lists);
            }

            if (attempt == MostAttempts)
            {
                throw new RevisionException($"Cannot read the access control lists of '{present.Tree.Root}': its znodes changed during each of {MostAttempts} attempts.");
            }
        }
    }

    /// <summary>Reads the lists, or returns null if a znode has changed since the state was read.</summary>
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
