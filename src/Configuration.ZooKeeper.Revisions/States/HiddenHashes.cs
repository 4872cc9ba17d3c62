using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.States;

/// <summary>Finds lists in which the server hides password hashes. A hidden hash matches no password, so such a list cannot be written again.</summary>
internal static class HiddenHashes
{
    public static bool Contains(IEnumerable<Acl> acl) => acl.Any(entry => entry.Scheme == "digest" && entry.Id.EndsWith(":x", StringComparison.Ordinal));
}
