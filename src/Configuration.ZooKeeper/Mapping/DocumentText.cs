using System.Text.Json;
using Configuration.ZooKeeper.Documents;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>Runs the parser of a document. Its errors never quote values.</summary>
internal static class DocumentText
{
    /// <exception cref="MalformedValueException">The parser threw.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> Parse(
        ReadOnlyMemory<byte> text, string path, string ending, Func<Stream, IEnumerable<KeyValuePair<string, string?>>> parser)
    {
        try
        {
            using var stream = new MemoryStream(text.ToArray(), writable: false);
            var keys = parser(stream);
            return keys is EmptyDocument ? keys : [.. keys.Select(WithKey)];
        }
        catch (Exception) when (text.IsEmpty)
        {
            throw new MalformedValueException(path, $"is empty, which is not a valid {ending} document");
        }
        catch (JsonException e)
        {
            // Without its message, which can quote the data.
            throw new MalformedValueException(path, $"is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
        }
        catch (MalformedDocumentException e)
        {
            throw new MalformedValueException(path, e.Message);
        }
        catch (Exception e)
        {
            throw new MalformedValueException(path, $"cannot be parsed as a {ending} document ({e.GetType()})");
        }
    }

    private static KeyValuePair<string, string?> WithKey(KeyValuePair<string, string?> pair) =>
        pair.Key is not null ? pair : throw new MalformedDocumentException("cannot be used: its parser returned a key that is null");
}
