using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>All znodes by their path, exactly.</summary>
internal static class ZnodesFormat
{
    public static DesiredState Read(ReadOnlyMemory<byte> content)
    {
        ZnodesDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(content.Span, ZnodesJson.Context.ZnodesDocument);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidInputException("it is not an export of the format Znodes.");
        }

        if (document is not { Format: ZnodesDocument.Name })
        {
            throw new InvalidInputException("it is not an export of the format Znodes.");
        }

        var state = new DesiredState();
        foreach (var znode in document.Znodes)
        {
            FormatText.Add(state, znode.Path, new DesiredZnode(znode.Data));
        }

        return state;
    }

    public static byte[] Write(TreeState state)
    {
        var znodes = state.Znodes.OrderBy(znode => znode.Key, StringComparer.Ordinal)
            .Select(znode => new ImageZnode { Path = znode.Key, Data = ZnodeBytes.ToArray(znode.Value.Data) });
        return [.. JsonSerializer.SerializeToUtf8Bytes(new ZnodesDocument { Znodes = [.. znodes] }, ZnodesJson.Context.ZnodesDocument), (byte)'\n'];
    }
}

/// <summary>The content of a file in this format.</summary>
internal sealed record ZnodesDocument
{
    public const string Name = "configzk-znodes/1";

    public string Format { get; init; } = Name;

    public required IReadOnlyList<ImageZnode> Znodes { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ZnodesDocument))]
internal sealed partial class ZnodesJson : JsonSerializerContext
{
    private static ZnodesJson? s_context;

    // Created lazily, not in an initializer: the generated part of the class must be initialized first.
    public static ZnodesJson Context =>
        s_context ??= new ZnodesJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
