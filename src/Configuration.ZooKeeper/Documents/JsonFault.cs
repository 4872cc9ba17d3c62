using System.Text.Json;

namespace Configuration.ZooKeeper.Documents;

/// <summary>
/// Explains why a JSON document was rejected, with line and byte positions in that document. Parses it a second time, at a cost that only rejected documents
/// have. Quotes keys, never values.
/// </summary>
internal static class JsonFault
{
    // The limit of the framework's parser. A root array gets one level less, because it is wrapped in an object.
    private const int MostLevels = 64;
    private const int LongestKey = 200;

    private static readonly JsonReaderOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = int.MaxValue,
    };

    /// <summary>Returns the reason, which completes "The data of znode …".</summary>
    public static string Explain(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document, Lenient);
        try
        {
            return Find(ref reader, document) ?? "is not valid JSON";
        }
        catch (JsonException e)
        {
            return $"is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})";
        }
        catch (InvalidOperationException)
        {
            // The reader validates the escapes of a string only when the string is read.
            return $"has an incomplete surrogate pair such as \\ud800 in a text {Position(document, reader.TokenStartIndex)}";
        }
    }

    private static string? Find(ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var levels = new Stack<JsonLevel>();
        var mostLevels = MostLevels;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    levels.Peek().Name = reader.GetString()!;
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    if (levels.Pop() is { IsEmpty: true } empty)
                    {
                        keys.Add(empty.Key);
                    }

                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    mostLevels -= levels.Count == 0 && reader.TokenType == JsonTokenType.StartArray ? 1 : 0;
                    if (levels.Count == mostLevels)
                    {
                        return $"is nested more than {mostLevels} levels deep {Position(document, reader.TokenStartIndex)}";
                    }

                    levels.Push(new JsonLevel(levels.TryPeek(out var parent) ? parent.NextKey() : "", reader.TokenType == JsonTokenType.StartArray));
                    continue;
            }

            if (reader.TokenType == JsonTokenType.String)
            {
                reader.GetString();
            }

            if (levels.TryPeek(out var level) && level.NextKey() is var key && !keys.Add(key))
            {
                return $"has the key '{(key.Length <= LongestKey ? key : key[..LongestKey] + "…")}' twice {Position(document, reader.TokenStartIndex)}; "
                    + "keys are case-insensitive";
            }
        }

        return null;
    }

    private static string Position(ReadOnlySpan<byte> document, long index)
    {
        var before = document[..(int)index];
        return $"(line {before.Count((byte)'\n') + 1}, byte {index - before.LastIndexOf((byte)'\n')})";
    }
}
