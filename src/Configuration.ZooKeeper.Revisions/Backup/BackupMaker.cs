using Configuration.ZooKeeper.Revisions.Access;
using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Backups;

/// <summary>Makes a backup: reads a state and then its access control lists. Starts again if a znode has changed meanwhile.</summary>
internal sealed class BackupMaker(ZooKeeperClient client, Func<CancellationToken, Task<PresentState>> read, string scope, TimeProvider time)
{
    private const int MostAttempts = 10;

    public async Task<Backup> MakeAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var present = await read(cancellationToken).ConfigureAwait(false);
            var tree = present.Tree.Below(scope);
            var root = tree.Root;
            if (tree.UnreadablePaths is [var unreadable, ..])
            {
                throw new UnreadableException(
                    unreadable, $"Cannot back up '{root}': '{unreadable}' is not readable, so the backup would be incomplete. Use credentials that can read everything.");
            }

            if (tree.Znodes.Count == 0)
            {
                throw new RevisionException($"Cannot back up '{root}': the znode does not exist, so the backup would be empty. Check path and servers.");
            }

            ApplyCheck.ThrowIfImporting(present);
            if (await new AccessReader(client).TryReadAsync(tree, "", cancellationToken).ConfigureAwait(false) is { } lists)
            {
                ThrowIfMasked(root, lists);
                return new Backup
                {
                    Root = root,
                    Zxid = tree.Zxid,
                    AccessZxid = (await read(cancellationToken).ConfigureAwait(false)).Tree.Zxid,
                    Revision = present.Revision,
                    Time = time.GetUtcNow(),
                    Znodes = [.. lists.Select(list => new BackupZnode { Path = list.Path, Data = ZnodeBytes.ToArray(tree.Find(list.Path)!.Data), Acl = list.Acl })],
                };
            }

            if (attempt == MostAttempts)
            {
                throw new RevisionException($"Cannot back up '{root}': its znodes changed during each of {MostAttempts} attempts. Try again when there are fewer changes.");
            }
        }
    }

    private static void ThrowIfMasked(string root, IReadOnlyList<ZnodeAccess> lists)
    {
        if (lists.FirstOrDefault(list => list.IsMasked) is { } masked)
        {
            var path = RelativePath.Full(root, masked.Path);
            throw new UnreadableException(
                path, $"Cannot back up '{path}': the server hides the password hashes of its ACL. Connect with an identity that has the Admin permission.");
        }
    }
}
