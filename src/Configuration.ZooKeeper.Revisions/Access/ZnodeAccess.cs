using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes the access control list of a znode.</summary>
/// <param name="Path">The path below the managed root.</param>
/// <param name="Acl">The list.</param>
/// <param name="Aversion">The number of changes to the list.</param>
public sealed record ZnodeAccess(string Path, IReadOnlyList<Acl> Acl, int Aversion)
{
    /// <summary>Gets whether the server hides password hashes in the list, because the connection lacks the Admin permission.</summary>
    public bool IsMasked => HiddenHashes.Contains(Acl);
}
