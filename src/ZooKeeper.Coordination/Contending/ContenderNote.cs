using System.Buffers;
using System.Text.Json;

namespace ZooKeeper.Coordination.Contending;

/// <summary>What a contender writes into its znode for the people who look at the queue. Other libraries ignore it.</summary>
internal readonly record struct ContenderNote(string? Host, int? ProcessId, string? Purpose, long? Fence)
{
    /// <param name="purpose">What the contender wants.</param>
    /// <param name="fence">The fencing token, if it differs from the czxid of the znode. This is so after a writer was downgraded.</param>
    /// <param name="id">What makes the note unique, if its znode has a name that others use as well.</param>
    public static byte[] ForThisProcess(string? purpose, long? fence = null, Guid? id = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("host", Environment.MachineName);
            json.WriteNumber("pid", Environment.ProcessId);
            if (purpose is not null)
            {
                json.WriteString("purpose", purpose);
            }

            if (fence is { } kept)
            {
                json.WriteNumber("fence", kept);
            }

            if (id is { } unique)
            {
                json.WriteString("id", unique);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Parses a note. Data of other libraries, such as the address that Curator writes, yields an empty note.</summary>
    public static ContenderNote Parse(byte[]? data)
    {
        try
        {
            using var json = JsonDocument.Parse(data ?? []);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new ContenderNote(Text(json.RootElement, "host"), Number(json.RootElement, "pid"), Text(json.RootElement, "purpose"), Long(json.RootElement, "fence"))
                : default;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default; // the second: half of a surrogate pair in a name or a text
        }
    }

    private static string? Text(JsonElement note, string name) =>
        note.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement note, string name) =>
        note.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static long? Long(JsonElement note, string name) =>
        note.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
