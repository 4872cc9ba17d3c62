using System.Text.Json;

namespace Configuration.ZooKeeper.Documents;

/// <summary>Checks the length of the keys of a JSON document before they are made.</summary>
internal static class JsonKeyLength
{
    // The keys of a shorter document cannot be too long: it has fewer values than bytes, and each key is shorter than it.
    private const int ShortestChecked = 16 * 1024;

    /// <exception cref="MalformedDocumentException">The keys are too long.</exception>
    /// <exception cref="JsonException">The document is not valid JSON.</exception>
    public static void Check(ReadOnlySpan<byte> document, JsonReaderOptions options)
    {
        if (document.Length < ShortestChecked)
        {
            return;
        }

        var reader = new Utf8JsonReader(document, options);
        var above = new Stack<long>();
        var (name, total) = (0L, 0L);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.ValueSpan.Length;
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    above.Pop();
                    continue;
            }

            // Elements of an array have short names. Escapes make a name look longer than it is.
            var length = above.TryPeek(out var prefix) ? prefix + name + 1 : 0;
            total += length;
            if (total > DocumentKeys.MaxLength)
            {
                throw new MalformedDocumentException(DocumentKeys.TooLong);
            }

            name = 0;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                above.Push(length);
            }
        }
    }
}
