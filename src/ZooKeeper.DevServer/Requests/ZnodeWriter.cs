using System.Text;
using ZooKeeper.Client;
using ZooKeeper.DevServer.Tree;

namespace ZooKeeper.DevServer.Requests;

/// <summary>Writes znodes for the owner of the server, without checking ACLs.</summary>
internal static class ZnodeWriter
{
    /// <summary>Creates or changes znodes in one transaction, and creates missing ancestors.</summary>
    public static void Set(Database database, IReadOnlyCollection<KeyValuePair<ZnodePath, string?>> znodes)
    {
        if (znodes.Count == 0)
        {
            return;
        }

        var transaction = database.Begin();
        foreach (var (path, value) in znodes)
        {
            var data = value is null ? null : Encoding.UTF8.GetBytes(value);
            if (database.Tree.Find(path.Value) is null)
            {
                Create(database.Tree, transaction, path.Value, data);
            }
            else
            {
                transaction.SetData(path.Value, data);
            }
        }

        database.Watches.Trigger(transaction);
    }

    /// <summary>Deletes a znode and everything below it in one transaction.</summary>
    public static void Delete(Database database, string path)
    {
        if (database.Tree.Find(path) is null)
        {
            return;
        }

        var transaction = database.Begin();
        DeleteSubtree(database.Tree, transaction, path);
        database.Watches.Trigger(transaction);
    }

    private static void Create(DataTree tree, Transaction transaction, string path, byte[]? data)
    {
        var parentPath = DataTree.ParentOf(path)!;
        if (tree.Find(parentPath) is null)
        {
            Create(tree, transaction, parentPath, data: null);
        }

        if (tree.Find(parentPath)!.EphemeralOwner != 0)
        {
            transaction.RollBack();
            throw new InvalidOperationException($"Cannot create the znode {path}: {parentPath} is ephemeral, and ephemeral znodes cannot have children.");
        }

        transaction.Create(path, new DataNode(data, Acl.Open, transaction.Zxid, transaction.Time));
    }

    private static void DeleteSubtree(DataTree tree, Transaction transaction, string path)
    {
        foreach (var name in tree.Find(path)!.Children.ToArray())
        {
            DeleteSubtree(tree, transaction, ZnodePath.Combine(path, name));
        }

        transaction.Delete(path);
    }
}
