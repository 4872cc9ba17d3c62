using System.Text.Json.Serialization;
using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The znode that orders the writers of a managed root: every apply writes it, with the version that it has read.</summary>
internal sealed record Head
{
    public required int Revision { get; init; }

    /// <summary>The uid of the latest revision, or null before the first one.</summary>
    public Guid? Uid { get; init; }

    public required string Names { get; init; }

    public required string Data { get; init; }

    /// <summary>The number of the oldest record that is kept.</summary>
    public int Oldest { get; init; } = 1;

    /// <summary>The bytes of all records that are kept.</summary>
    public long Bytes { get; init; }

    /// <summary>The full state from which the records continue.</summary>
    public required BaseReference Base { get; init; }

    /// <summary>The import that is under way, or null.</summary>
    public ImportReference? Importing { get; init; }

    [JsonIgnore]
    public TreeHash Hash => TreeHash.Parse(Names, Data);
}
