using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;

namespace Configuration.ZooKeeper.Documents;

/// <summary>
/// Reads a JSON document as the framework reads JSON files: comments and trailing commas are fine, an element of an array has its index as name, null
/// stays null. In addition a document may be an array.
/// </summary>
internal static class JsonKeys
{
    private const string Wrapped = "x";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="JsonException">The document is not JSON.</exception>
    /// <exception cref="MalformedDocumentException">It is, but has no keys, or a key twice.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> Read(Stream document)
    {
        using var json = JsonDocument.Parse(document, Lenient);
        switch (json.RootElement.ValueKind)
        {
            case JsonValueKind.Object:
                document.Position = 0;
                return Load(document);
            case JsonValueKind.Array:
                using (var wrapped = new MemoryStream())
                {
                    Wrap(json.RootElement, wrapped);
                    return [.. Load(wrapped).Where(key => key.Key != Wrapped).Select(key => KeyValuePair.Create(key.Key[(Wrapped.Length + 1)..], key.Value))];
                }

            default:
                throw new MalformedDocumentException("is JSON, but neither an object nor an array");
        }
    }

    // The framework wants an object at the top.
    private static void Wrap(JsonElement array, MemoryStream wrapped)
    {
        using (var writer = new Utf8JsonWriter(wrapped))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(Wrapped);
            array.WriteTo(writer);
            writer.WriteEndObject();
        }

        wrapped.Position = 0;
    }

    private static IDictionary<string, string?> Load(Stream document)
    {
        var provider = new Provider(document);
        try
        {
            provider.Load();
        }
        catch (FormatException)
        {
            throw new MalformedDocumentException("has a key twice; keys are case-insensitive");
        }

        return provider.Keys;
    }

    private sealed class Provider(Stream document) : JsonStreamConfigurationProvider(new JsonStreamConfigurationSource { Stream = document })
    {
        public IDictionary<string, string?> Keys => Data;
    }
}
