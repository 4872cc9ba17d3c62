using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Access;

/// <summary>Validates new ACLs, and decides what an existing ACL permits.</summary>
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
    /// Normalizes an ACL: removes duplicates, and replaces <c>auth</c> with the identities of the creator. Returns null if the ACL is empty or an entry is invalid.
    /// </summary>
    public static IReadOnlyList<Acl>? Resolve(IReadOnlyList<AclRecord> requested, IReadOnlyCollection<Identity> identities)
    {
        var resolved = new List<Acl>();
        foreach (var entry in requested.Select(record => record.Acl).Distinct())
        {
            if (entry.Scheme == Auth)
            {
                // An address does not count as authentication.
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

    /// <summary>Masks the password hashes, for clients that may not change the ACL.</summary>
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
