using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;

namespace Configuration.ZooKeeper.Documents;

/// <summary>
/// Parses a JSON document as the framework parses JSON files: comments and trailing commas are allowed, array elements are named by their index, null stays
/// null, an empty array becomes the empty string, and an empty object becomes null. Unlike in a JSON file, the root can be an array.
/// </summary>
internal static class JsonKeys
{
    private const string Wrapper = "x";

    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="MalformedDocumentException">The document is not valid JSON, is neither an object nor an array, has a key twice, is nested too deeply,
    /// or has keys that are too long.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> Read(Stream document)
    {
        using var text = new MemoryStream();
        document.CopyTo(text);
        try
        {
            return Parse(text);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // Do not use their messages: they can quote the data, and their positions refer to the wrapped text. ToArray works although the framework has
            // disposed the stream.
            throw new MalformedDocumentException(JsonFault.Explain(text.ToArray()));
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Parse(MemoryStream text)
    {
        var document = text.GetBuffer().AsSpan(0, (int)text.Length);
        JsonKeyLength.Check(document, Lenient);
        var reader = new Utf8JsonReader(document, Lenient);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            text.Position = 0;
            var keys = Load(text);
            return keys.Count == 0 ? new EmptyDocument(value: null) : keys;
        }

        // The framework requires an object as root. Wrap only the array, because text after it could close the wrapper.
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        var isArray = reader.TokenType == JsonTokenType.EndArray;
        while (reader.Read())
        {
            // Throws if anything but a comment follows.
        }

        return isArray
            ? LoadArray(text.GetBuffer().AsSpan(start, end - start))
            : throw new MalformedDocumentException("is JSON, but neither an object nor an array");
    }

    private static IEnumerable<KeyValuePair<string, string?>> LoadArray(ReadOnlySpan<byte> array)
    {
        using var wrapped = new MemoryStream([.. "{\"x\":"u8, .. array, (byte)'}']);
        var keys = Load(wrapped);
        return keys.TryGetValue(Wrapper, out var value)
            ? new EmptyDocument(value)
            : keys.Select(key => KeyValuePair.Create(key.Key[(Wrapper.Length + 1)..], key.Value)).ToArray();
    }

    private static IDictionary<string, string?> Load(Stream document)
    {
        var provider = new Provider(document);
        provider.Load();
        return provider.Keys;
    }

    private sealed class Provider(Stream document) : JsonStreamConfigurationProvider(new JsonStreamConfigurationSource { Stream = document })
    {
        public IDictionary<string, string?> Keys => Data;
    }
}
