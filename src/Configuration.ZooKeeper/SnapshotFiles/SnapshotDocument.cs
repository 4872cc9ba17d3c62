using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Configuration.ZooKeeper.Documents;

namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Writes and parses the content of a snapshot file: indented JSON. Its last property is the SHA-256 of every byte before it, and the bytes after that are
/// fixed, so any changed byte is detected. The checksum detects damage, not forgery; file permissions prevent forgery.
/// </summary>
internal static class SnapshotDocument
{
    /// <summary>The maximum length of a file: a damaged or unrelated file must not exhaust the memory at startup.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    private const int Format = 1;
    private const string FormatName = "format";
    private const string ZxidName = "zxid";
    private const string WrittenName = "written";
    private const string PathsName = "paths";
    private const string SectionName = "section";
    private const string KeysName = "keys";

    private static readonly int TailLength = Tail([]).Length;

    // The relaxed encoder keeps the file readable. What it does not escape matters only in HTML.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="UnusableSnapshotException">The configuration would not read back the same, or is too long.</exception>
    public static ReadOnlyMemory<byte> Write(SnapshotOrigin origin, long zxid, DateTimeOffset written, IEnumerable<KeyValuePair<string, string?>> keys)
    {
        var content = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(content, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber(FormatName, Format);
            json.WriteNumber(ZxidName, zxid);
            json.WriteString(WrittenName, written.UtcDateTime);
            WriteOrigin(json, origin);
            json.WriteStartObject(KeysName);
            foreach (var (key, value) in keys.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                WriteKey(json, key, value);
            }

            json.WriteEndObject();
        }

        content.Write(Tail(content.WrittenSpan));
        return content.WrittenCount <= MaxLength
            ? content.WrittenMemory
            : throw new UnusableSnapshotException($"the configuration has {content.WrittenCount:N0} bytes; a snapshot file can have at most {MaxLength:N0}");
    }

    /// <exception cref="UnusableSnapshotException">The content is damaged, or has another format or origin.</exception>
    public static SavedConfiguration Parse(ReadOnlyMemory<byte> content, SnapshotOrigin origin)
    {
        try
        {
            using var json = JsonDocument.Parse(content, Strict);
            var root = json.RootElement;

            // First: another format can have its checksum elsewhere.
            CheckFormat(Property(root, FormatName, JsonValueKind.Number));
            CheckTail(content.Span);
            CheckOrigin(root, origin);
            return new SavedConfiguration(
                Property(root, ZxidName, JsonValueKind.Number).GetInt64(),
                Property(root, WrittenName, JsonValueKind.String).GetDateTimeOffset(),
                KeysOf(Property(root, KeysName, JsonValueKind.Object)));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            // Not JSON, not UTF-8, a missing property, a number that is not an integer, a duplicate key. Without their messages, which quote the content.
            throw Damaged();
        }
    }

    private static void WriteOrigin(Utf8JsonWriter json, SnapshotOrigin origin)
    {
        json.WriteStartArray(PathsName);
        foreach (var path in origin.Paths)
        {
            json.WriteStringValue(path);
        }

        json.WriteEndArray();
        json.WriteString(SectionName, origin.Section);
    }

    // A parser of the application can return half of a surrogate pair. UTF-8 cannot represent it, and the JSON writer would replace it.
    private static void WriteKey(Utf8JsonWriter json, string key, string? value)
    {
        if (!IsText(key) || !IsText(value))
        {
            throw new UnusableSnapshotException($"{(IsText(key) ? $"the value of '{PrintableText.Of(key)}'" : "a key")} is not valid Unicode text");
        }

        json.WriteString(key, value);
    }

    private static bool IsText(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var surrogate)
        {
            if (Rune.DecodeFromUtf16(text[surrogate..], out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[(surrogate + length)..];
        }

        return true;
    }

    private static void CheckFormat(JsonElement format)
    {
        if (!format.TryGetInt32(out var number) || number != Format)
        {
            throw new UnusableSnapshotException(
                $"its format is not {Format}, which this version reads. Another version wrote it. Delete the file if that version is no longer in use");
        }
    }

    private static void CheckTail(ReadOnlySpan<byte> content)
    {
        if (content.Length < TailLength || !content[^TailLength..].SequenceEqual(Tail(content[..^TailLength])))
        {
            throw Damaged();
        }
    }

    private static void CheckOrigin(JsonElement root, SnapshotOrigin expected)
    {
        var paths = Property(root, PathsName, JsonValueKind.Array).EnumerateArray().Select(Text).ToArray();
        var section = root.GetProperty(SectionName);
        var origin = new SnapshotOrigin(paths, section.ValueKind == JsonValueKind.Null ? null : Text(section));
        if (!origin.IsSameAs(expected))
        {
            throw new UnusableSnapshotException(
                $"it was written for {origin}, and this source reads {expected}. The next valid configuration replaces it. "
                + "If the file belongs to another source, set a different file for each source");
        }
    }

    private static Dictionary<string, string?> KeysOf(JsonElement saved)
    {
        var keys = new Dictionary<string, string?>(saved.GetPropertyCount(), StringComparer.OrdinalIgnoreCase);
        foreach (var key in saved.EnumerateObject())
        {
            keys.Add(key.Name, key.Value.ValueKind == JsonValueKind.Null ? null : Text(key.Value));
        }

        return keys;
    }

    private static JsonElement Property(JsonElement parent, string name, JsonValueKind kind) =>
        parent.GetProperty(name) is var property && property.ValueKind == kind ? property : throw Damaged();

    private static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Damaged();

    private static byte[] Tail(ReadOnlySpan<byte> content) =>
        Encoding.ASCII.GetBytes($",\n  \"sha256\": \"{Convert.ToHexStringLower(SHA256.HashData(content))}\"\n}}\n");

    private static UnusableSnapshotException Damaged() => new("its content is damaged or was edited. Delete it, or let the next valid configuration replace it");
}
