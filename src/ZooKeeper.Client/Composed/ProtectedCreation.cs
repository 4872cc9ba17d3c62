namespace ZooKeeper.Client.Composed;

/// <summary>Creates a znode with an id in its name, so that it can be found if the reply is lost.</summary>
internal sealed class ProtectedCreation(ZooKeeperSession session, Guid id)
{
    private readonly string _prefix = $"_c_{id:D}-";

    public async Task<CreatedZnode> RunAsync(
        string path, byte[]? data, CreateMode mode, IReadOnlyList<Acl>? acl, CancellationToken cancellationToken)
    {
        var (parent, name) = Split(path);
        ZooKeeperException? unknown = null;
        while (true)
        {
            try
            {
                if (unknown is not null && await FindAsync(parent, cancellationToken).ConfigureAwait(false) is { } found)
                {
                    return found;
                }

                if (unknown is { IsTransient: false })
                {
                    throw TooLong(path, unknown);
                }

                unknown = null;
                return await session.CreateAsync(ZnodePath.Combine(parent, _prefix + name), data, mode, acl, cancellationToken: cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.IsOutcomeUnknown)
            {
                unknown ??= e; // requests wait until there is a connection again, so this does not spin
            }
        }
    }

    private static ConnectionLossException TooLong(string path, Exception cause) => new(
        $"The znode '{path}' was not created: the servers most likely reject the length of the request. Send less data, or raise jute.maxbuffer of the servers.",
        path,
        cause)
    {
        IsTransient = false,
        IsOutcomeUnknown = false,
    };

    private static (string Parent, string Name) Split(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var slash = path.LastIndexOf('/');
        return slash < 0
            ? throw new ArgumentException($"The path '{path}' must start with '/'.", nameof(path))
            : (slash == 0 ? "/" : path[..slash], path[(slash + 1)..]);
    }

    // Syncs first: the connected server may lag behind the one that created the znode.
    private async Task<CreatedZnode?> FindAsync(string parent, CancellationToken cancellationToken)
    {
        await session.SyncAsync(cancellationToken).ConfigureAwait(false);
        var children = await session.GetChildrenAsync(parent, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (children.Names.FirstOrDefault(name => name.StartsWith(_prefix, StringComparison.Ordinal)) is not { } name)
        {
            return null;
        }

        var path = ZnodePath.Combine(parent, name);
        return await session.ExistsAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false) is { } stat ? new CreatedZnode(path, stat) : null;
    }
}
