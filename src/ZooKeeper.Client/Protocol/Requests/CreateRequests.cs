namespace ZooKeeper.Client.Protocol;

/// <summary>Selects the operation and body that create a kind of znode. All of them reply with path and Stat.</summary>
internal static class CreateRequests
{
    private const long LongestTtl = (1L << 40) - 1;

    public static (OpCode OpCode, IRecord Body) For(string path, byte[]? data, CreateMode mode, IReadOnlyList<Acl> acl, TimeSpan? ttl)
    {
        var acls = AclRecord.Wrap(acl);
        return mode switch
        {
            CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl =>
                (OpCode.CreateTtl, new CreateTtlRequest(path, data, acls, mode, CheckTtl(mode, ttl))),
            _ when ttl is not null => throw new ArgumentException($"A znode of mode {mode} cannot have a time to live.", nameof(ttl)),
            CreateMode.Container => (OpCode.CreateContainer, new CreateRequest(path, data, acls, mode)),
            >= CreateMode.Persistent and <= CreateMode.EphemeralSequential => (OpCode.Create2, new CreateRequest(path, data, acls, mode)),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "This is not a valid mode."),
        };
    }

    public static string ParsePath(string path, CreateMode mode) =>
        mode is CreateMode.PersistentSequential or CreateMode.EphemeralSequential or CreateMode.PersistentSequentialWithTtl
            ? ZnodePath.ParseSequential(path)
            : ZnodePath.Parse(path).Value;

    public static bool IsEphemeral(CreateMode? mode) => mode is CreateMode.Ephemeral or CreateMode.EphemeralSequential;

    private static long CheckTtl(CreateMode mode, TimeSpan? ttl) =>
        ttl is { } value && value.TotalMilliseconds is >= 1 and <= LongestTtl
            ? (long)value.TotalMilliseconds
            : throw new ArgumentOutOfRangeException(nameof(ttl), ttl, $"A znode of mode {mode} needs a time to live between 1 ms and {LongestTtl} ms.");
}
