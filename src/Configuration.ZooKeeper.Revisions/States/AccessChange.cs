using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes the change of the access control list of a znode.</summary>
/// <param name="Path">The path below the managed root.</param>
/// <param name="OldAcl">The list before.</param>
/// <param name="NewAcl">The list after.</param>
/// <param name="Aversion">The number of earlier changes to the list, or 0 if the change comes from a record.</param>
public sealed record AccessChange(string Path, IReadOnlyList<Acl> OldAcl, IReadOnlyList<Acl> NewAcl, int Aversion)
{
    /// <summary>Gets whether an identity loses a permission.</summary>
    public bool IsTighter => !Grants(OldAcl).IsSubsetOf(Grants(NewAcl));

    /// <summary>Gets whether an identity gains a permission.</summary>
    public bool IsLooser => !Grants(NewAcl).IsSubsetOf(Grants(OldAcl));

    internal bool IsChange => IsTighter || IsLooser;

    private static HashSet<(string Scheme, string Id, Permissions Permission)> Grants(IReadOnlyList<Acl> acl) =>
    [
        .. from entry in acl
           from permission in Enum.GetValues<Permissions>()
           where permission is Permissions.Read or Permissions.Write or Permissions.Create or Permissions.Delete or Permissions.Admin && entry.Permissions.HasFlag(permission)
           select (entry.Scheme, entry.Id, permission),
    ];
}
