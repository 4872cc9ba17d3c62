using System.Text.Json.Serialization;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes a znode of a <see cref="Backup"/>.</summary>
public sealed record BackupZnode
{
    /// <summary>Gets the path below <see cref="Backup.Root"/>. It is empty for that path itself.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the data, or null.</summary>
    [JsonConverter(typeof(ZnodeDataConverter))]
    public byte[]? Data { get; init; }

    /// <summary>Gets the access control list.</summary>
    public required IReadOnlyList<Acl> Acl { get; init; }

    /// <summary>Returns the path. Values can be secrets, so it does not return data.</summary>
    public override string ToString() => Path;
}
