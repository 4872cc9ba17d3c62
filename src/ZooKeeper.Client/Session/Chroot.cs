namespace ZooKeeper.Client.Session;

/// <summary>Maps paths between user and server. Only the client knows the chroot: the server sees full paths.</summary>
internal sealed class Chroot(ZnodePath root)
{
    private readonly string? _root = root == ZnodePath.Root ? null : root.Value;

    public string ToServer(string path) => _root is null ? path : path.Length == 1 ? _root : _root + path;

    /// <summary>Removes the chroot. A path outside the chroot, such as <c>/zookeeper/config</c>, is not changed (ZOOKEEPER-4565).</summary>
    public string ToUser(string path)
    {
        if (_root is null || !ZnodePath.IsAtOrBelow(path, _root))
        {
            return path;
        }

        return path.Length == _root.Length ? "/" : path[_root.Length..];
    }
}
