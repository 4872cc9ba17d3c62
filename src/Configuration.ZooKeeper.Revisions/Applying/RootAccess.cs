using System.Collections.Concurrent;
using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Applying;

/// <summary>Decides which access control list a created znode has.</summary>
internal sealed class RootAccess(ZooKeeperClient client, string root, HistoryPaths paths, ManagedRootOptions options)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Acl>> _known = new(StringComparer.Ordinal);

    /// <summary>Returns the list for znodes of the history: that of the history itself, which can belong to one team, else that of the control path.</summary>
    public async Task<IReadOnlyList<Acl>> ForHistoryAsync(CancellationToken cancellationToken)
    {
        if (options.ControlAcl is { } given)
        {
            return given;
        }

        foreach (var path in new[] { paths.Root, paths.Control })
        {
            try
            {
                return Copyable(await client.GetAclAsync(path, cancellationToken).ConfigureAwait(false), path, nameof(options.ControlAcl));
            }
            catch (NoNodeException)
            {
                // It is not managed yet, or nothing is.
            }
        }

        var identities = await IdentitiesAsync(cancellationToken).ConfigureAwait(false);
        return identities?.Any(identity => !identity.StartsWith("ip:", StringComparison.Ordinal)) == true ? Acl.Creator : Acl.Open;
    }

    /// <summary>
    /// Returns the list for a znode that a plan creates: that of the plan, else that of the options, else that of the nearest existing parent.
    /// </summary>
    public async Task<IReadOnlyList<Acl>> ForAsync(PlannedChange creation, CancellationToken cancellationToken)
    {
        return creation.Acl ?? await ForPathAsync(RelativePath.Full(root, creation.Path), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates the missing parents of a managed root that a plan creates. They are not part of a revision.</summary>
    public async Task EnsureParentAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (plan.Changes is not [{ Path: "", Kind: ChangeKind.Create } creation, ..] || ZnodePath.ParentOf(root) is not { Length: > 1 } parent)
        {
            return;
        }

        try
        {
            var acl = await ForAsync(creation, cancellationToken).ConfigureAwait(false);
            await client.CreateWithParentsAsync(parent, acl: acl, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
        }
    }

    /// <summary>Returns the list for a znode that is created below the managed root, by its full path.</summary>
    public Task<IReadOnlyList<Acl>> ForPathAsync(string path, CancellationToken cancellationToken) =>
        options.Acl is { } given ? Task.FromResult(given) : ForChildOfAsync(ZnodePath.ParentOf(path) ?? "/", cancellationToken);

    // Cached, so that an apply asks only once for a parent that does not exist yet.
    private async Task<IReadOnlyList<Acl>> ForChildOfAsync(string parent, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(parent, out var known))
        {
            return known;
        }

        try
        {
            known = Copyable(await client.GetAclAsync(parent, cancellationToken).ConfigureAwait(false), parent, nameof(options.Acl));
        }
        catch (NoNodeException) when (ZnodePath.ParentOf(parent) is { } above)
        {
            known = await ForChildOfAsync(above, cancellationToken).ConfigureAwait(false);
        }

        return _known[parent] = known;
    }

    /// <summary>Returns the identities that the server has verified, as <c>scheme:id</c>, or null if the server cannot say.</summary>
    public async Task<IReadOnlyList<string>?> IdentitiesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var identities = await client.WhoAmIAsync(cancellationToken).ConfigureAwait(false);
            return [.. identities.Select(identity => $"{identity.Scheme}:{identity.User}")];
        }
        catch (ZooKeeperException e) when (e.ErrorCode is ErrorCode.Unimplemented)
        {
            return null;
        }
    }

    private static IReadOnlyList<Acl> Copyable(AclAndStat acl, string path, string option) =>
        HiddenHashes.Contains(acl.Acl)
            ? throw new UnreadableException(
                path,
                $"Cannot copy the ACL of '{path}': the server hides its password hashes from a connection without the Admin permission. Set "
                + $"{nameof(ManagedRootOptions)}.{option}, or connect with an identity that has the permission.")
            : acl.Acl;
}
