using System.Text.Json.Nodes;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>A path as <c>doctor</c> finds it. The list is null if the znode does not exist, or its list is not readable.</summary>
internal sealed record CheckedZnode(string Path, bool Exists, AclAndStat? Found)
{
    public string Text => Found is { } found ? $"exists, {found.Stat.NumChildren} children, {AclText.Of(found.Acl)}"
        : Exists ? "exists, but its ACL is not readable"
        : "does not exist";

    public static async Task<CheckedZnode> ReadAsync(ZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            return new CheckedZnode(path, true, await client.GetAclAsync(path, cancellationToken));
        }
        catch (NoNodeException)
        {
            return new CheckedZnode(path, false, null);
        }
        catch (NoAuthException)
        {
            return new CheckedZnode(path, true, null);
        }
    }

    public JsonObject ToJson() => new()
    {
        ["path"] = Path,
        ["exists"] = Exists,
        ["children"] = Found?.Stat.NumChildren,
        ["acl"] = Found is { } found ? AclText.ToJson(found.Acl) : null,
    };
}
