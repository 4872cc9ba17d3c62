using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Access;

/// <summary>ACLs: what a new one may say, and what an existing one permits.</summary>
internal static class AccessControl
{
    private const string World = "world";
    private const string Anyone = "anyone";
    private const string Auth = "auth";

    public static bool Permits(IReadOnlyList<Acl> acl, Permissions permission, IReadOnlyCollection<Identity> identities) =>
        acl.Count == 0
        || identities.Contains(Identity.Super)
        || acl.Any(entry => (entry.Permissions & permission) != 0 && IsFor(entry, identities));

    /// <summary>
    /// The ACL to keep: without duplicates, and with the creator's own identities for <c>auth</c>. Null if it is empty, or an entry is not valid.
    /// </summary>
    public static IReadOnlyList<Acl>? Resolve(IReadOnlyList<AclRecord> requested, IReadOnlyCollection<Identity> identities)
    {
        var resolved = new List<Acl>();
        foreach (var entry in requested.Select(record => record.Acl).Distinct())
        {
            if (entry.Scheme == Auth)
            {
                // An address is no authentication.
                var own = identities.Where(identity => identity.Scheme == DigestScheme.Name).ToList();
                if (own.Count == 0)
                {
                    return null;
                }

                resolved.AddRange(own.Select(identity => new Acl(entry.Permissions, identity.Scheme, identity.Id)));
            }
            else if (IsValid(entry))
            {
                resolved.Add(entry);
            }
            else
            {
                return null;
            }
        }

        return resolved.Count == 0 ? null : resolved;
    }

    /// <summary>What a client sees that may not change the ACL: users, but no hashes of passwords.</summary>
    public static IReadOnlyList<Acl> Mask(IReadOnlyList<Acl> acl) =>
        [.. acl.Select(entry => entry.Scheme == DigestScheme.Name ? entry with { Id = DigestScheme.Mask(entry.Id) } : entry)];

    private static bool IsValid(Acl entry) => entry.Scheme switch
    {
        World => entry.Id == Anyone,
        DigestScheme.Name => DigestScheme.IsValid(entry.Id),
        IpScheme.Name => IpScheme.IsValid(entry.Id),
        _ => false,
    };

    private static bool IsFor(Acl entry, IReadOnlyCollection<Identity> identities) => entry.Scheme switch
    {
        World => entry.Id == Anyone,
        IpScheme.Name => identities.Any(identity => identity.Scheme == IpScheme.Name && IpScheme.Matches(entry.Id, identity.Id)),
        _ => identities.Contains(new Identity(entry.Scheme, entry.Id)),
    };
}
