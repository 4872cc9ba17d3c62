using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>
/// Everything that an import will do, written before it begins, so that another process can finish or undo it. The record reads its changes from the same
/// chunks.
/// </summary>
internal sealed record ImportIntent
{
    public required Guid Uid { get; init; }

    public required RevisionKind Kind { get; init; }

    public int? Of { get; init; }

    public required string Message { get; init; }

    public string? User { get; init; }

    public string? Host { get; init; }

    public IReadOnlyList<string>? Identities { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The paths of the markers.</summary>
    public required IReadOnlyList<string> Markers { get; init; }

    /// <summary>The index of the first change of each batch.</summary>
    public required IReadOnlyList<int> Starts { get; init; }

    public required IReadOnlyList<IntendedChange> Changes { get; init; }

    public IEnumerable<IntendedChange> Batch(int index) =>
        Changes.Skip(Starts[index]).Take((index + 1 < Starts.Count ? Starts[index + 1] : Changes.Count) - Starts[index]).Where(change => change.Path.Length > 0 || change.Kind == ChangeKind.Set);
}

/// <summary>One change of an import.</summary>
internal sealed record IntendedChange
{
    public required string Path { get; init; }

    public required ChangeKind Kind { get; init; }

    [JsonConverter(typeof(ZnodeDataConverter))]
    public byte[]? Old { get; init; }

    [JsonConverter(typeof(ZnodeDataConverter))]
    public byte[]? New { get; init; }

    public long Czxid { get; init; }

    /// <summary>The version of the current znode.</summary>
    public int Version { get; init; }

    /// <summary>The data that decides whether the change and its undo fit in a transaction.</summary>
    [JsonIgnore]
    public byte[]? LargerData => New is { Length: var length } && length >= (Old?.Length ?? 0) ? New : Old;

    /// <summary>The list of a znode that is created, or of one that is deleted and may have to be created again.</summary>
    public IReadOnlyList<Acl>? Acl { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImportIntent))]
[JsonSerializable(typeof(ImportProgress))]
internal sealed partial class ImportJson : JsonSerializerContext
{
    private static ImportJson? s_context;

    // Created lazily, not in an initializer: the generated part of the class must be initialized first.
    public static ImportJson Context => s_context ??= new ImportJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
