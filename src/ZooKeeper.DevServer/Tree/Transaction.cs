using ZooKeeper.Client;

namespace ZooKeeper.DevServer.Tree;

/// <summary>
/// Applies changes with one zxid. Changes apply at once, so that an operation of a multi sees the earlier ones. If one fails, all are undone. The operations
/// check permissions.
/// </summary>
internal sealed class Transaction(DataTree tree, long zxid, long time)
{
    private readonly Stack<Action> _undo = [];
    private readonly List<TreeEvent> _events = [];

    public long Zxid => zxid;

    /// <summary>Gets the time in milliseconds since the epoch.</summary>
    public long Time => time;

    /// <summary>Gets the events, in the order of the changes.</summary>
    public IReadOnlyList<TreeEvent> Events => _events;

    public void Create(string path, DataNode node)
    {
        var parentPath = DataTree.ParentOf(path)!;
        var parent = tree.Find(parentPath)!;
        var (createCounter, pzxid) = (parent.CreateCounter, parent.Pzxid);
        tree.Add(path, node);
        parent.CreateCounter++;
        parent.Pzxid = zxid;
        _undo.Push(() =>
        {
            tree.Remove(path);
            (parent.CreateCounter, parent.Pzxid) = (createCounter, pzxid);
        });
        _events.Add(new TreeEvent(WatchEventType.NodeCreated, path, node.Acl));
        _events.Add(ChildrenChanged(parentPath, parent));
    }

    public void Delete(string path)
    {
        var parentPath = DataTree.ParentOf(path)!;
        var (node, parent) = (tree.Find(path)!, tree.Find(parentPath)!);
        var pzxid = parent.Pzxid;
        tree.Remove(path);
        parent.Pzxid = zxid;
        _undo.Push(() =>
        {
            tree.Add(path, node);
            parent.Pzxid = pzxid;
        });
        _events.Add(new TreeEvent(WatchEventType.NodeDeleted, path, node.Acl));
        _events.Add(ChildrenChanged(parentPath, parent));
    }

    public void SetData(string path, byte[]? data)
    {
        var node = tree.Find(path)!;
        var (oldData, version, mzxid, mtime) = (node.Data, node.Version, node.Mzxid, node.Mtime);
        (node.Data, node.Version, node.Mzxid, node.Mtime) = (data, Next(version), zxid, time);
        _undo.Push(() => (node.Data, node.Version, node.Mzxid, node.Mtime) = (oldData, version, mzxid, mtime));
        _events.Add(new TreeEvent(WatchEventType.NodeDataChanged, path, node.Acl));
    }

    /// <summary>Replaces the ACL, which causes no event.</summary>
    public void SetAcl(string path, IReadOnlyList<Acl> acl)
    {
        var node = tree.Find(path)!;
        var (oldAcl, aversion) = (node.Acl, node.Aversion);
        (node.Acl, node.Aversion) = (acl, Next(aversion));
        _undo.Push(() => (node.Acl, node.Aversion) = (oldAcl, aversion));
    }

    public void RollBack()
    {
        while (_undo.TryPop(out var undo))
        {
            undo();
        }

        _events.Clear();
    }

    // In a request, version −1 means any version, so no znode may have it (ZOOKEEPER-4743).
    private static int Next(int version) => unchecked(version + 1) is var next and not -1 ? next : 0;

    private static TreeEvent ChildrenChanged(string parentPath, DataNode parent) =>
        new(WatchEventType.NodeChildrenChanged, parentPath.Length == 0 ? "/" : parentPath, parent.Acl);
}
