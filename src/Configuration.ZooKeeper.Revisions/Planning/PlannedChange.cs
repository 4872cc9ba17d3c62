using System.Text.Json.Serialization;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes the change of one znode in a <see cref="Plan"/>.</summary>
public sealed record PlannedChange
{
    /// <summary>Gets the path below the managed root, such as <c>Db/Timeout</c>. It is empty for the root itself.</summary>
    public required string Path { get; init; }

    /// <summary>Gets what happens to the znode.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>Gets the current data, or null.</summary>
    [JsonConverter(typeof(ZnodeDataConverter))]
    public byte[]? OldData { get; init; }

    /// <summary>Gets the planned data, or null.</summary>
    [JsonConverter(typeof(ZnodeDataConverter))]
    public byte[]? NewData { get; init; }

    /// <summary>Gets the zxid of the creation of the current znode, or 0 if there is none.</summary>
    public long Czxid { get; init; }

    /// <summary>Gets the zxid of the last write of the current znode, or 0 if there is none.</summary>
    public long Mzxid { get; init; }

    /// <summary>Gets the version of the current znode, or 0 if there is none.</summary>
    public int Version { get; init; }

    /// <summary>Gets the access control list of a znode that is created, or null for that of its parent.</summary>
    public IReadOnlyList<Acl>? Acl { get; init; }

    /// <summary>Returns the kind and the path. Values can be secrets, so it does not return data.</summary>
    public override string ToString() => $"{Kind} {(Path.Length == 0 ? "(root)" : Path)}";
}
