namespace ZooKeeper.Client.Session;

/// <summary>Maps paths between user and server. A chroot exists only in the client: the server sees whole paths.</summary>
internal sealed class Chroot(ZnodePath root)
{
    private readonly string? _root = root == ZnodePath.Root ? null : root.Value;

    public string ToServer(string path) => _root is null ? path : path.Length == 1 ? _root : _root + path;

    /// <summary>A path outside the chroot, such as <c>/zookeeper/config</c>, stays as it is (ZOOKEEPER-4565).</summary>
    public string ToUser(string path)
    {
        if (_root is null || !ZnodePath.IsAtOrBelow(path, _root))
        {
            return path;
        }

        return path.Length == _root.Length ? "/" : path[_root.Length..];
    }
}
