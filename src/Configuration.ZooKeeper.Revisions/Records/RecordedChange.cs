using System.Text.Json.Serialization;

namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>One znode of a record.</summary>
internal sealed record RecordedChange
{
    /// <summary>The path below the managed root.</summary>
    public required string Path { get; init; }

    public required ChangeKind Kind { get; init; }

    [JsonConverter(typeof(ZnodeDataConverter))]
    public byte[]? Old { get; init; }

    [JsonConverter(typeof(ZnodeDataConverter))]
    public byte[]? New { get; init; }
}
