using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes a znode of a desired state.</summary>
/// <param name="Data">The data, or null.</param>
/// <param name="IsDataSpecified">Whether the data matters. If not, an existing znode keeps its data, as for a section that a file mentions only for its
/// children.</param>
/// <param name="Acl">The access control list if the znode is created, or null for that of its parent.</param>
public sealed record DesiredZnode(byte[]? Data, bool IsDataSpecified = true, IReadOnlyList<Acl>? Acl = null)
{
    /// <summary>Returns the length of the data. Values can be secrets, so it does not return the data.</summary>
    public override string ToString() => !IsDataSpecified ? "any data" : Data is { } data ? $"{data.Length} bytes" : "null";
}
