using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>
/// A JSON object whose properties are znodes. Values become text as in the configuration of .NET: <c>true</c> is <c>True</c>, an empty array is the empty
/// string.
/// </summary>
internal static class JsonFormat
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = FormatText.MostLevels };

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = FormatText.MostLevels };

    public static DesiredState Read(ReadOnlyMemory<byte> content)
    {
        var state = new DesiredState();
        try
        {
            using var document = JsonDocument.Parse(FormatText.ContentOf(content), Lenient);
            if (document.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                throw new InvalidInputException("it is JSON, but neither an object nor an array.");
            }

            Collect(document.RootElement, "", state);
            return state;
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"it is not valid JSON, or has more than {FormatText.MostLevels} levels (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            throw new InvalidInputException("a text has an incomplete surrogate pair.");
        }
    }

    public static byte[] Write(TreeState state)
    {
        var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Indented))
        {
            Write(writer, state, SectionNode.Of(state));
        }

        json.WriteByte((byte)'\n');
        return json.ToArray();
    }

    private static void Collect(JsonElement element, string path, DesiredState state)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                state.AddFolder(path);
                foreach (var property in element.EnumerateObject())
                {
                    if (property.Name.Length == 0 && property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                    {
                        throw new InvalidInputException($"the property with the empty name in '{path}' is not a value. It is the data of the znode itself.");
                    }

                    Collect(property.Value, RelativePath.Combine(path, property.Name), state);
                }

                break;
            case JsonValueKind.Array when element.GetArrayLength() > 0:
                state.AddFolder(path);
                foreach (var (index, item) in element.EnumerateArray().Index())
                {
                    Collect(item, RelativePath.Combine(path, index.ToString(CultureInfo.InvariantCulture)), state);
                }

                break;
            case JsonValueKind.Array:
                FormatText.Add(state, path, new DesiredZnode([]));
                break;
            case JsonValueKind.Null:
                FormatText.Add(state, path, new DesiredZnode(null));
                break;
            default:
                FormatText.Add(state, path, new DesiredZnode(FormatText.BytesOf(element.ToString())));
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, TreeState state, SectionNode node)
    {
        if (node.IsLeaf)
        {
            WriteValue(writer, state, node);
            return;
        }

        if (writer.CurrentDepth == FormatText.MostLevels)
        {
            throw FormatText.TooDeep(state, node.Path, StateFormat.Json);
        }

        writer.WriteStartObject();
        if (node.Data is not null)
        {
            writer.WritePropertyName("");
            WriteValue(writer, state, node);
        }

        foreach (var (name, child) in node.Children)
        {
            writer.WritePropertyName(name);
            Write(writer, state, child);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, TreeState state, SectionNode node)
    {
        if (node.Data is not { } data)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStringValue(FormatText.TextOf(data) ?? throw FormatText.CannotContain(state, node.Path, StateFormat.Json, "its data is not UTF-8 text"));
    }
}
