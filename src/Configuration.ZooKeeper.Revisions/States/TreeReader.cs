using Configuration.ZooKeeper.Mapping;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.States;

/// <summary>Takes the persistent znodes of a subtree out of a snapshot.</summary>
internal static class TreeReader
{
    private const string Reserved = "zookeeper";

    public static TreeState Read(TreeSnapshot snapshot, string root)
    {
        var znodes = new Dictionary<string, ZnodeState>();
        var unreadable = new List<string>();
        var transient = new HashSet<string>(StringComparer.Ordinal);

        // A loop: a tree can have more levels than fit on a stack.
        var rest = new Stack<(Znode Znode, string Path)>();
        if (snapshot.Find(root) is { } top)
        {
            rest.Push((top, ""));
        }

        while (rest.TryPop(out var next))
        {
            var (znode, path) = next;
            if (!znode.IsReadable)
            {
                unreadable.Add(RelativePath.Full(root, path));
                continue;
            }

            // Containers and znodes with a time to live look like persistent ones: servers hide what they are.
            var stat = znode.Stat;
            if (stat.EphemeralOwner != 0)
            {
                transient.Add(path);
            }
            else
            {
                znodes.Add(path, new ZnodeState(znode.Data, stat.Czxid, stat.Mzxid, stat.Version, stat.Aversion));
            }

            foreach (var child in znode.Children)
            {
                var name = child.Name;
                if (name != ImportMarker.Name && (name != Reserved || root.Length > 1 || path.Length > 0))
                {
                    rest.Push((child, RelativePath.Combine(path, name)));
                }
            }
        }

        return new TreeState(root, snapshot.Zxid, znodes, unreadable, transient);
    }
}
