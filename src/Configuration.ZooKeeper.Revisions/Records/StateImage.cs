using System.Text.Json.Serialization;

namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The full state of a managed root, as its base.</summary>
/// <param name="Znodes">The znodes.</param>
internal sealed record StateImage(IReadOnlyList<ImageZnode> Znodes);

/// <summary>A znode of a full state.</summary>
internal sealed record ImageZnode
{
    /// <summary>The path below the managed root.</summary>
    public required string Path { get; init; }

    [JsonConverter(typeof(ZnodeDataConverter))]
    public byte[]? Data { get; init; }
}
